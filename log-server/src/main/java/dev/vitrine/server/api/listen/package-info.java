/**
 * Puts the log on its addresses: {@link dev.vitrine.server.api.listen.ApiServer} makes the event
 * loops and the handlers of {@code api.http} and {@code api.grpc}; a listener is one address with
 * its certificates, connections are counted, limited and closed when idle. It is the only package
 * that knows both protocols.
 */
@NullMarked
package dev.vitrine.server.api.listen;

import org.jspecify.annotations.NullMarked;
