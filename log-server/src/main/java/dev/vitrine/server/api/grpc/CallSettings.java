package dev.vitrine.server.api.grpc;

import dev.vitrine.server.api.UnreadAnswers;
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
 * @param unread what the readers of connections have not taken
 * @param streams the streaming calls under way, which may have no end of their own
 */
record CallSettings(
    Vertx vertx,
    Context root,
    int maxMessageBytes,
    CallObserver observer,
    UnreadAnswers unread,
    Set<VertxServerCall<?, ?>> streams) {}
