/**
 * Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature).
 */
@NullMarked
package dev.vitrine.note;

import org.jspecify.annotations.NullMarked;
