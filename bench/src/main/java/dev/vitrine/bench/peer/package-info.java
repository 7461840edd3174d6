/**
 * The servers that a run measures: Vitrine and its peers, each started in a folder of its own and
 * seen through the same four things: an HTTP endpoint, the key that signs its checkpoints, the
 * process whose CPU time counts, the folder whose bytes count.
 *
 * <p>Vitrine is started as its users start it, with a configuration file like this:
 *
 * <pre>
 * listen: 127.0.0.1:40123
 * admission: open
 * threads:
 *   event-loop: 1
 * </pre>
 */
@NullMarked
package dev.vitrine.bench.peer;

import org.jspecify.annotations.NullMarked;
