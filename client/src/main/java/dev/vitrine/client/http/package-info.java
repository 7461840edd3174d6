/**
 * The HTTP listener the witness, the mirror and the monitor share: HTTP/1.1 with keep-alive on the
 * JDK's own server, so that the {@code vitrine} command needs no server framework.
 *
 * <p>What it promises whatever the peer does: a request body is never longer than the route's limit
 * (413), a request that trickles in is cut after {@link dev.vitrine.client.http.HttpEndpoint
 * #MAX_REQUEST_SECONDS}, at most {@code threads} requests run at once and {@link
 * dev.vitrine.client.http.HttpEndpoint#QUEUE} wait, those beyond are answered 503 with {@code
 * Retry-After}, and a handler that fails answers 500 without the failure's text.
 *
 * <pre>{@code
 * try (HttpEndpoint endpoint = HttpEndpoint.start(address, 32, request -> Response.text(200, "hello\n"))) {
 *   // GET http://127.0.0.1:PORT/anything -> 200 "hello\n"
 * }
 * }</pre>
 *
 * <p>{@link dev.vitrine.client.http.WholeAnswer} is the other side: what a peer answers comes
 * whole, within a deadline and a limit, or is a failure.
 */
@NullMarked
package dev.vitrine.client.http;

import org.jspecify.annotations.NullMarked;
