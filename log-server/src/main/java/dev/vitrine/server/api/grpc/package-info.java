/**
 * The gRPC side of the port: decode, authorise, call, encode. No decision about the log is taken
 * here.
 *
 * <h2>Protocol</h2>
 *
 * Services are grpc-java's generated {@code ImplBase} classes. They are run on the Vert.x gRPC
 * engine, which speaks gRPC over HTTP/2 (TLS and clear text) and gRPC-Web over HTTP/1.1 and HTTP/2,
 * by {@link dev.vitrine.server.api.grpc.ServiceBinding}, which keeps the promises grpc-java makes
 * to a service:
 *
 * <ul>
 *   <li>a unary call that ends without its message gets {@code INTERNAL} at once, and never hangs;
 *   <li>a message that is no valid protobuf gets {@code INVALID_ARGUMENT}, one above {@code
 *       max-message-bytes} (also after decompression) {@code RESOURCE_EXHAUSTED};
 *   <li>{@code grpc-timeout} is kept to the nanosecond-rounded-up-to-a-millisecond by the server
 *       itself: {@code DEADLINE_EXCEEDED};
 *   <li>a reset stream, a closed connection and a passed deadline cancel the call's {@link
 *       io.grpc.Context} and run {@code setOnCancelHandler};
 *   <li>messages are taken from the connection only as the service asks for them, and {@code
 *       isReady} tells the truth about the HTTP/2 window of a slow reader.
 * </ul>
 *
 * <h2>Errors</h2>
 *
 * Every refusal carries {@code google.rpc.ErrorInfo} (domain {@code vitrine.dev}, a stable {@code
 * UPPER_SNAKE_CASE} reason, metadata {@code field} and {@code value}) in {@code
 * grpc-status-details-bin}; those that may be tried again carry {@code google.rpc.RetryInfo} as
 * well. For example, {@code GetEntry} of index 7 in a log of 3 entries:
 *
 * <pre>
 * NOT_FOUND: index: 7 (expected: &lt; 3, the committed size)
 * ErrorInfo { reason: "ENTRY_NOT_FOUND" domain: "vitrine.dev" metadata { "field": "index", "value": "7" } }
 * </pre>
 *
 * <h2>Threads</h2>
 *
 * A call belongs to the event loop of its connection. Reads run on the read pool; what other
 * threads complete comes back to the event loop before a byte is written.
 */
@NullMarked
package dev.vitrine.server.api.grpc;

import org.jspecify.annotations.NullMarked;
