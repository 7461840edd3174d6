package dev.vitrine.server.api.grpc;

import dev.vitrine.server.api.ClientName;
import io.grpc.Context;
import io.vertx.core.http.HttpConnection;

/** Who makes the current call. */
final class Client {

  /** Set for each call by {@link VertxServerCall}. */
  static final Context.Key<HttpConnection> KEY = Context.key("vitrine-connection");

  private Client() {}

  static String name() {
    return ClientName.of(KEY.get());
  }
}
