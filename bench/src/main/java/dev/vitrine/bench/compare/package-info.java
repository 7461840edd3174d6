/**
 * Vitrine and its peers on one machine in one run, in turns: round by round each server is started
 * in a fresh folder, brought to speed, loaded by the same client with the same plan, audited and
 * stopped. Ratios are taken within a round, and their median over the rounds is the result, so that
 * a neighbour's load hits both sides.
 *
 * <pre>
 *   rates 20,000, 24,000, 22,000 against 8,000, 12,000, 10,000: ratios 2.5, 2, 2.2; result 2.2 ×
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.compare;

import org.jspecify.annotations.NullMarked;
