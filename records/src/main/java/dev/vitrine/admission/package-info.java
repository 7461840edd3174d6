/**
 * Which entries may enter the log, and what each one changes.
 *
 * <p>Admission has two halves. {@link dev.vitrine.admission.Admission#check check} looks at the
 * entry alone and may run on any thread; {@link dev.vitrine.admission.Admission#admit admit} is a
 * pure function of the log's state, the checked entry, its index and the batch's time, and does no
 * I/O of its own. Running {@code admit} again over the same entries in the same order gives the
 * same verdicts and the same state, which is how a monitor proves that the server kept its own
 * rules.
 */
@NullMarked
package dev.vitrine.admission;

import org.jspecify.annotations.NullMarked;
