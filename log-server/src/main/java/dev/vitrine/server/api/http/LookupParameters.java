package dev.vitrine.server.api.http;

import com.google.protobuf.ByteString;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Hashes;
import dev.vitrine.server.api.Reason;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.ProductVersion;
import dev.vitrine.v1.StreamPosition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code GET /v1/lookup}: the fields of {@code LookupRequest} as query parameters. */
final class LookupParameters {

  private static final List<String> KEYS =
      List.of(
          "artifact_sha256",
          "blob_sha256",
          "purl",
          "dataset",
          "relocation_id",
          "key_id",
          "about_key",
          "file_name",
          "event_id",
          "region",
          "target_index",
          "product",
          "stream");

  private LookupParameters() {}

  static LookupRequest decode(Exchange exchange) {
    requireOneKey(exchange);
    LookupRequest.Builder request = LookupRequest.newBuilder();
    exchange
        .query("artifact_sha256")
        .ifPresent(text -> request.setArtifactSha256(hash("artifact_sha256", text)));
    exchange
        .query("blob_sha256")
        .ifPresent(text -> request.setBlobSha256(hash("blob_sha256", text)));
    exchange.query("purl").ifPresent(request::setPurl);
    exchange.query("dataset").ifPresent(request::setDataset);
    exchange.query("relocation_id").ifPresent(request::setRelocationId);
    exchange.query("key_id").ifPresent(request::setKeyId);
    exchange.query("about_key").ifPresent(request::setAboutKey);
    exchange.query("file_name").ifPresent(request::setFileName);
    exchange.query("event_id").ifPresent(request::setEventId);
    exchange.query("region").ifPresent(request::setRegion);
    exchange
        .query("target_index")
        .ifPresent(text -> request.setTargetIndex(Parameters.decimal("target_index", text)));
    exchange.query("product").ifPresent(name -> request.setProduct(product(exchange, name)));
    exchange.query("stream").ifPresent(name -> request.setStream(stream(exchange, name)));
    return request
        .setPageSize(pageSize(exchange))
        .setPageToken(exchange.query("page_token").orElse(""))
        .setNewestFirst(Parameters.flag(exchange, "newest_first"))
        .setWithProofs(Parameters.flag(exchange, "with_proofs"))
        .build();
  }

  /** None is told from a missing value where the look-up is done. */
  private static void requireOneKey(Exchange exchange) {
    List<String> given = KEYS.stream().filter(key -> exchange.query(key).isPresent()).toList();
    if (given.size() > 1) {
      String names = String.join(", ", given);
      throw Failure.of(
              Reason.PARAMETER_INVALID,
              given.get(1),
              names,
              "look-up keys: " + names + " (expected: one of them)")
          .toException();
    }
    requireWith(exchange, "version", "product");
    requireWith(exchange, "sequence", "stream");
  }

  private static void requireWith(Exchange exchange, String detail, String key) {
    if (exchange.query(detail).isPresent() && exchange.query(key).isEmpty()) {
      throw Failure.of(
              Reason.PARAMETER_MISSING,
              key,
              "",
              key + ": missing (expected: one, since " + detail + " is given)")
          .toException();
    }
  }

  private static ProductVersion product(Exchange exchange, String name) {
    return ProductVersion.newBuilder()
        .setProduct(name)
        .setVersion(exchange.query("version").orElse(""))
        .build();
  }

  private static StreamPosition stream(Exchange exchange, String name) {
    StreamPosition.Builder position = StreamPosition.newBuilder().setStream(name);
    exchange
        .query("sequence")
        .ifPresent(text -> position.setSequence(Parameters.decimal("sequence", text)));
    return position.build();
  }

  private static int pageSize(Exchange exchange) {
    return (int) Math.min(Integer.MAX_VALUE, Parameters.optional(exchange, "page_size", 0));
  }

  private static ByteString hash(String name, String text) {
    return Hashes.encode(Parameters.hash(name, text));
  }

  static JsonObject encode(LookupResponse response) {
    JsonArray hits = new JsonArray();
    for (LookupHit hit : response.getHitsList()) {
      JsonObject json =
          new JsonObject()
              .put("index", hit.getIndex())
              .put("entry", ReadRoutes.base64(hit.getEntry().toByteArray()));
      if (!hit.getProofBundle().isEmpty()) {
        json.put("proofBundle", hit.getProofBundle());
      }
      hits.add(json);
    }
    return new JsonObject()
        .put("hits", hits)
        .put("nextPageToken", response.getNextPageToken())
        .put("coversSize", response.getCoversSize());
  }
}
