package dev.vitrine.server.api.grpc;

import io.grpc.Context;
import io.vertx.core.Vertx;

/**
 * What all calls of a server share.
 *
 * @param vertx for timers
 * @param root the context in which every call starts
 * @param maxMessageBytes the largest message taken, after decompression
 * @param observer is told of every finished call
 */
record CallSettings(Vertx vertx, Context root, int maxMessageBytes, CallObserver observer) {}
