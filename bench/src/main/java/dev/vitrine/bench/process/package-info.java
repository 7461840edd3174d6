/**
 * Processes that a benchmark starts and watches: CPU time and memory from {@code /proc}, bytes on
 * disk.
 *
 * <p>CPU time is fields 14 and 15 of {@code /proc/PID/stat}, counted after the closing parenthesis
 * of the command name, in ticks of 10 ms:
 *
 * <pre>
 *   42 (my server) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 …   = 2,000,000 µs
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.process;

import org.jspecify.annotations.NullMarked;
