/**
 * The network side of the log server: one port for HTTP/1.1, HTTP/2 with and without TLS, gRPC and
 * gRPC-Web, and a second, non-public listener for the operator.
 *
 * <p>{@code api.listen} wires it; {@code api.http} and {@code api.grpc} decode, call and encode.
 * What both need is here: the {@linkplain dev.vitrine.server.api.Failure answers that say no}, the
 * {@linkplain dev.vitrine.server.api.ReadPool threads for reads that may block}, and {@linkplain
 * dev.vitrine.server.api.Appends appends that wait for a stage}.
 *
 * <h2>Failures</h2>
 *
 * Every refusal has a stable reason, a field, the offending value and one sentence with what was
 * expected. The same refusal over HTTP and gRPC:
 *
 * <pre>
 * GET /v1/entry/7                           404  {"reason":"ENTRY_NOT_FOUND","field":"index","value":"7", ...}
 * vitrine.v1.TransparencyLog/GetEntry 7     NOT_FOUND, ErrorInfo.reason = ENTRY_NOT_FOUND
 * </pre>
 */
@NullMarked
package dev.vitrine.server.api;

import org.jspecify.annotations.NullMarked;
