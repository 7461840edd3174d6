/**
 * Micro-benchmarks of the core, and the targets that they are held to.
 *
 * <p>A target is a <em>ratio</em> of two benchmarks of the same class in the same run, since
 * nanoseconds say as much about the machine as about the code. A run is made of rounds; each round
 * runs every benchmark once in a JVM of its own and yields one ratio a target (of the median
 * iterations); the table shows the median of these ratios and their spread.
 *
 * <pre>
 *   SHA-256 over 64 KiB: 25 ns a block; node hash: 68 ns for its 2 blocks
 *   target "node hash, share of the bulk rate": 2 · 25 / 68 = 74 % (expected: ≥ 65 %)
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.micro;

import org.jspecify.annotations.NullMarked;
