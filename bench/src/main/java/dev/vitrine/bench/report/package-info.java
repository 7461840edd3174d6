/**
 * What a benchmark run prints and writes: a text table, JSON, and SVG plots.
 *
 * <p>A table is Markdown with its columns aligned, so that it reads well in a terminal and can be
 * pasted into a document:
 *
 * <pre>
 * | what      | ops/s |
 * |-----------|------:|
 * | node hash | 8,123 |
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.report;

import org.jspecify.annotations.NullMarked;
