package dev.vitrine.server.api.http;

import dev.vitrine.server.access.Validator;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.Appends;
import dev.vitrine.server.api.Quota;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.RequestException;
import dev.vitrine.server.api.Stage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /add} and {@code POST /v1/validate}: the body is the entry, whatever its type says.
 */
final class WriteRoutes {

  private final Appends appends;
  private final Quota quota;
  private final Validator validator;
  private final ReadPool pool;
  private final Duration requestTimeout;

  WriteRoutes(ApiParts parts, Validator validator, Duration requestTimeout) {
    this.appends = parts.appends();
    this.quota = parts.quota();
    this.validator = validator;
    this.pool = parts.pool();
    this.requestTimeout = requestTimeout;
  }

  void add(Exchange exchange) {
    boolean json = exchange.accepts("application/json");
    Stage stage;
    try {
      stage = Parameters.stage(exchange, json ? Stage.PUBLISHED : Stage.DURABLE);
    } catch (RequestException e) {
      exchange.closeAfterwards();
      exchange.fail(e);
      return;
    }
    BodyReader.read(
        exchange,
        Appends.MAX_ENTRY_BYTES,
        requestTimeout,
        entry -> append(exchange, entry, stage, json));
  }

  private void append(Exchange exchange, byte[] entry, Stage stage, boolean json) {
    Optional<Duration> wait =
        quota.limits() ? quota.take(exchange.client(), entry.length) : Optional.empty();
    if (wait.isPresent()) {
      exchange.fail(quota.refusal(exchange.client(), entry.length, wait.get()));
      return;
    }
    Context loop = Vertx.currentContext();
    CompletableFuture<Appends.Outcome> outcome = appends.append(entry, stage);
    if (stage != Stage.DURABLE) {
      exchange.request().response().closeHandler(gone -> outcome.cancel(false));
    }
    outcome.whenComplete(
        (done, failure) ->
            loop.runOnContext(
                now -> {
                  if (failure == null) {
                    answer(exchange, done, json);
                  } else {
                    exchange.fail(failure);
                  }
                }));
  }

  private static void answer(Exchange exchange, Appends.Outcome outcome, boolean json) {
    long index = outcome.appended().index();
    if (!json) {
      exchange.text(200, outcome.proofBundle().orElseGet(() -> Long.toString(index)));
      return;
    }
    JsonObject answer =
        new JsonObject()
            .put("index", index)
            .put("leafHash", outcome.appended().leafHash().hex())
            .put("duplicate", outcome.appended().duplicate());
    outcome.proofBundle().ifPresent(proof -> answer.put("proof", proof));
    exchange.json(answer);
  }

  void validate(Exchange exchange) {
    BodyReader.read(
        exchange,
        Appends.MAX_ENTRY_BYTES,
        requestTimeout,
        entry -> {
          if (entry.length == 0) {
            exchange.fail(
                Reason.ENTRY_EMPTY, "entry", "0 bytes", "entry: 0 bytes (expected: 1..65535)");
            return;
          }
          pool.call(
              () -> validator.validate(entry),
              verdict -> exchange.json(json(verdict)),
              exchange::fail);
        });
  }

  private static JsonObject json(Validator.Verdict verdict) {
    if (verdict instanceof Validator.Duplicate duplicate) {
      return new JsonObject()
          .put("admissible", true)
          .put("duplicate", true)
          .put("duplicateOf", duplicate.index());
    }
    if (verdict instanceof Validator.Refused refused) {
      return new JsonObject()
          .put("admissible", false)
          .put("duplicate", false)
          .put("reason", refused.rejection().code())
          .put("field", refused.rejection().field())
          .put("value", refused.rejection().value())
          .put("message", refused.rejection().message());
    }
    return new JsonObject().put("admissible", true).put("duplicate", false);
  }
}
