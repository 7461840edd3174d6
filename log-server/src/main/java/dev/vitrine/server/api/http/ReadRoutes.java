package dev.vitrine.server.api.http;

import dev.vitrine.admission.StateHead;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.Lookups;
import dev.vitrine.server.api.Queries;
import dev.vitrine.server.api.Queries.Leaf;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.RequestException;
import dev.vitrine.v1.LookupRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The JSON twins of the gRPC reads. Hashes are lower-case hexadecimal, entries base64, numbers
 * numbers.
 */
final class ReadRoutes {

  static final String ENTRY = "/v1/entry/";

  private final Queries queries;
  private final Lookups lookups;
  private final ReadPool pool;

  ReadRoutes(ApiParts parts) {
    this.queries = parts.queries();
    this.lookups = parts.lookups();
    this.pool = parts.pool();
  }

  void entry(Exchange exchange) {
    String text = exchange.path().substring(ENTRY.length());
    decoded(
        exchange,
        () -> {
          long index = Parameters.decimal("index", text);
          return () ->
              new JsonObject().put("index", index).put("entry", base64(queries.entry(index)));
        });
  }

  /** As RFC 4648 has it; the JSON library's own would be the alphabet of URLs without padding. */
  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  void checkpoint(Exchange exchange) {
    decoded(
        exchange,
        () -> () -> new JsonObject().put("checkpoint", Queries.text(queries.checkpoint())));
  }

  void inclusion(Exchange exchange) {
    decoded(
        exchange,
        () -> {
          Leaf leaf = Parameters.leaf(exchange);
          long size = Parameters.optional(exchange, "size", 0);
          return () -> json(queries.inclusion(leaf, size));
        });
  }

  void consistency(Exchange exchange) {
    decoded(
        exchange,
        () -> {
          long oldSize = Parameters.required(exchange, "old");
          long newSize = Parameters.optional(exchange, "new", 0);
          return () -> json(queries.consistency(oldSize, newSize));
        });
  }

  void lookup(Exchange exchange) {
    decoded(
        exchange,
        () -> {
          LookupRequest request = LookupParameters.decode(exchange);
          return () -> LookupParameters.encode(lookups.lookup(request));
        });
  }

  void state(Exchange exchange) {
    decoded(
        exchange,
        () ->
            () -> {
              StateHead head = queries.stateHead();
              return new JsonObject().put("size", head.size()).put("stateHash", head.hash().hex());
            });
  }

  void bundle(Exchange exchange) {
    Leaf leaf;
    try {
      leaf = Parameters.leaf(exchange);
    } catch (RequestException e) {
      exchange.fail(e);
      return;
    }
    pool.call(() -> queries.proofBundle(leaf), text -> exchange.text(200, text), exchange::fail);
  }

  /** Decodes on the event loop, so that what is malformed costs no thread; reads on the pool. */
  private void decoded(Exchange exchange, Callable<Callable<JsonObject>> decode) {
    Callable<JsonObject> read;
    try {
      read = decode.call();
    } catch (Exception e) {
      exchange.fail(e);
      return;
    }
    pool.call(read, exchange::json, exchange::fail);
  }

  private static JsonObject json(Queries.Inclusion answer) {
    JsonObject json =
        new JsonObject()
            .put("index", answer.proof().index())
            .put("treeSize", answer.proof().treeSize())
            .put("path", path(answer.proof().path()));
    answer.checkpoint().ifPresent(note -> json.put("checkpoint", note));
    return json;
  }

  private static JsonObject json(Queries.Consistency answer) {
    JsonObject json =
        new JsonObject()
            .put("oldSize", answer.proof().oldSize())
            .put("newSize", answer.proof().newSize())
            .put("path", path(answer.proof().path()));
    answer.checkpoint().ifPresent(note -> json.put("checkpoint", note));
    return json;
  }

  private static JsonArray path(List<Hash> hashes) {
    JsonArray array = new JsonArray();
    hashes.forEach(hash -> array.add(hash.hex()));
    return array;
  }
}
