/**
 * The {@code bench} command: {@code micro}, {@code load}, {@code compare}, and what the interop
 * scripts need. See docs/performance.md for what was measured with it.
 *
 * <pre>
 *   scripts/bench load --via http --rate 2000 --duration 30s
 * </pre>
 */
@NullMarked
package dev.vitrine.bench;

import org.jspecify.annotations.NullMarked;
