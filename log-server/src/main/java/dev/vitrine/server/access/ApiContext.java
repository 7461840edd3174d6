package dev.vitrine.server.access;

import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.sequencer.Appender;

/**
 * All that the network side may touch.
 *
 * @param config the validated configuration
 * @param appender the write path
 * @param reads the read path; blocking, so never on an event loop
 * @param checkpoints the signed heads
 * @param validator what an append would be answered, without appending
 * @param admin the operator's actions
 * @param metrics counters and the Prometheus registry
 */
public record ApiContext(
    Config config,
    Appender appender,
    LogReads reads,
    Checkpoints checkpoints,
    Validator validator,
    Admin admin,
    Metrics metrics) {}
