package dev.vitrine.server.api;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Who is charged for a request: the subject of the client's certificate, else its address. */
public final class ClientName {

  private ClientName() {}

  public static String of(HttpConnection connection) {
    SSLSession session = connection.sslSession();
    if (session != null) {
      try {
        return session.getPeerPrincipal().getName();
      } catch (SSLPeerUnverifiedException noCertificate) {
        return address(connection);
      }
    }
    return address(connection);
  }

  private static String address(HttpConnection connection) {
    SocketAddress remote = connection.remoteAddress();
    String host = remote == null ? null : remote.hostAddress();
    return host == null ? "local" : host;
  }
}
