package dev.vitrine.server.api.grpc;

import io.grpc.Context;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * What all calls of a server share.
 *
 * @param vertx for timers
 * @param root the context in which every call starts
 * @param maxMessageBytes the largest message taken, after decompression
 * @param observer is told of every finished call
 * @param streams the streaming calls under way, which may have no end of their own
 */
record CallSettings(
    Vertx vertx,
    Context root,
    int maxMessageBytes,
    CallObserver observer,
    Set<VertxServerCall<?, ?>> streams) {}
