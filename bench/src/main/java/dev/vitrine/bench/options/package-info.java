/**
 * What the measuring commands share of their command lines: options, and how wrong ones are told.
 *
 * <pre>
 *   scripts/bench load --via http --wait published
 *   --wait: published over http (expected: durable, or --via grpc or stream)
 *   `scripts/bench load --help` lists the options
 * </pre>
 *
 * <p>The exit code is then 2. It is 1, and one line, where the log or the machine failed.
 */
@NullMarked
package dev.vitrine.bench.options;

import org.jspecify.annotations.NullMarked;
