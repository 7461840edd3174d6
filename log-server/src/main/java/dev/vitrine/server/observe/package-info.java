/**
 * Every metric and every log event of the server by name, so that an operator can look them up.
 *
 * <p>Prometheus shows a metric's name with underscores for dots: a counter ends in {@code _total},
 * a timer has its unit and is two rows, a gauge is as it is. For example, what two duplicates, a
 * commit of half a second and three waiting entries add to {@code /metrics}:
 *
 * <pre>
 * vitrine_appends_total{result="duplicate"} 2.0
 * vitrine_commit_seconds_count 1
 * vitrine_commit_seconds_sum 0.5
 * vitrine_queue_depth 3.0
 * </pre>
 */
@NullMarked
package dev.vitrine.server.observe;

import org.jspecify.annotations.NullMarked;
