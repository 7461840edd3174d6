package dev.vitrine.server.api.http;

import dev.vitrine.server.access.Admin;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.observe.Metrics;
import io.vertx.core.buffer.Buffer;

/** {@code /healthz}, {@code /readyz} and {@code /metrics}. */
final class OperationRoutes {

  private static final CharSequence PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Admin admin;
  private final Metrics metrics;
  private final ReadPool pool;

  OperationRoutes(Admin admin, Metrics metrics, ReadPool pool) {
    this.admin = admin;
    this.metrics = metrics;
    this.pool = pool;
  }

  /** 200 as long as the event loop answers. */
  void health(Exchange exchange) {
    exchange.text(200, "ok\n");
  }

  /** 200 while appends are taken; else 503 and why not. */
  void ready(Exchange exchange) {
    pool.call(
        admin::status,
        status -> {
          if (status.accepting()) {
            exchange.text(200, "ready\n");
          } else {
            exchange.text(503, status.notAcceptingReason() + "\n");
          }
        },
        exchange::fail);
  }

  void metrics(Exchange exchange) {
    pool.call(
        metrics::scrape,
        text -> exchange.uncached(200, PROMETHEUS, Buffer.buffer(text)),
        exchange::fail);
  }
}
