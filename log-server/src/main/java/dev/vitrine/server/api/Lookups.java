package dev.vitrine.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.vitrine.admission.LookupKeys;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.storage.LookupPage;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.ProductVersion;
import dev.vitrine.v1.StreamPosition;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds records by what they speak of. A page token is the last index seen. Blocks. */
public final class Lookups {

  static final int DEFAULT_PAGE = 100;
  static final int MAX_PAGE = 1_000;

  /**
   * So that an answer stays below the message size of common clients: 4 MiB, with room for proofs.
   */
  private static final int MAX_BYTES = 3 << 20;

  private final LogReads reads;
  private final Checkpoints checkpoints;

  public Lookups(LogReads reads, Checkpoints checkpoints) {
    this.reads = reads;
    this.checkpoints = checkpoints;
  }

  /** One page of records that carry the key. */
  public LookupResponse lookup(LookupRequest request) throws IOException {
    byte[] key = key(request);
    int pageSize = pageSize(request.getPageSize());
    long after = after(request);
    long covered = reads.head().size();
    LookupPage page =
        request.getKeyCase() == LookupRequest.KeyCase.TARGET_INDEX
            ? new RangeLookups(reads)
                .about(request.getTargetIndex(), after, pageSize, request.getNewestFirst())
            : reads.lookup(key, after, pageSize, request.getNewestFirst());
    return answer(request, page, covered);
  }

  private LookupResponse answer(LookupRequest request, LookupPage page, long covered)
      throws IOException {
    Optional<PublishedCheckpoint> newest =
        request.getWithProofs() ? checkpoints.visible() : Optional.empty();
    LookupResponse.Builder answer = LookupResponse.newBuilder().setCoversSize(covered);
    long bytes = 0;
    long last = -1;
    for (long index : page.indices()) {
      if (bytes > MAX_BYTES) {
        return answer.setNextPageToken(Long.toString(last)).build();
      }
      last = index;
      if (index >= covered) {
        continue;
      }
      LookupHit hit = hit(index, newest);
      bytes += hit.getSerializedSize();
      answer.addHits(hit);
    }
    if (page.more()) {
      answer.setNextPageToken(Long.toString(last));
    }
    return answer.build();
  }

  private LookupHit hit(long index, Optional<PublishedCheckpoint> newest) throws IOException {
    byte[] entry =
        reads
            .entry(index)
            .orElseThrow(() -> new IOException("a look-up row points at " + index + ": no entry"));
    LookupHit.Builder hit =
        LookupHit.newBuilder().setIndex(index).setEntry(ByteString.copyFrom(entry));
    if (newest.isPresent() && index < newest.get().size()) {
      hit.setProofBundle(Queries.bundle(reads, index, newest.get()));
    }
    return hit.build();
  }

  private static int pageSize(int asked) {
    if (asked < 0 || asked > MAX_PAGE) {
      throw invalid("page_size", Integer.toString(asked), "1.." + MAX_PAGE + ", or 0");
    }
    return asked == 0 ? DEFAULT_PAGE : asked;
  }

  private static long after(LookupRequest request) {
    String token = request.getPageToken();
    if (token.isEmpty()) {
      return request.getNewestFirst() ? Long.MAX_VALUE : -1;
    }
    try {
      long last = Long.parseLong(token);
      if (last >= 0) {
        return last;
      }
    } catch (NumberFormatException e) {
      throw invalid("page_token", token, "a token of an earlier answer");
    }
    throw invalid("page_token", token, "a token of an earlier answer");
  }

  private static byte[] key(LookupRequest request) {
    return switch (request.getKeyCase()) {
      case ARTIFACT_SHA256 ->
          LookupKeys.artifact(hash("artifact_sha256", request.getArtifactSha256()));
      case PURL -> LookupKeys.purl(text("purl", request.getPurl()));
      case PRODUCT -> product(request.getProduct());
      case STREAM -> stream(request.getStream());
      case DATASET -> LookupKeys.dataset(text("dataset", request.getDataset()));
      case RELOCATION_ID -> LookupKeys.relocation(text("relocation_id", request.getRelocationId()));
      case KEY_ID -> LookupKeys.key(text("key_id", request.getKeyId()));
      case ABOUT_KEY -> LookupKeys.aboutKey(text("about_key", request.getAboutKey()));
      case FILE_NAME -> LookupKeys.fileName(text("file_name", request.getFileName()));
      case TARGET_INDEX -> LookupKeys.target(index("target_index", request.getTargetIndex()));
      case EVENT_ID -> LookupKeys.event(text("event_id", request.getEventId()));
      case REGION -> LookupKeys.region(text("region", request.getRegion()));
      case BLOB_SHA256 -> LookupKeys.blob(hash("blob_sha256", request.getBlobSha256()));
      case KEY_NOT_SET ->
          throw Failure.of(
                  Reason.PARAMETER_MISSING,
                  "key",
                  "",
                  "look-up key: missing (expected: one of " + keys() + ")")
              .toException();
    };
  }

  private static String keys() {
    return LookupRequest.getDescriptor().getOneofs().get(0).getFields().stream()
        .map(FieldDescriptor::getName)
        .collect(Collectors.joining(", "));
  }

  private static byte[] product(ProductVersion product) {
    String name = text("product", product.getProduct());
    return product.getVersion().isEmpty()
        ? LookupKeys.product(name)
        : LookupKeys.version(name, product.getVersion());
  }

  private static byte[] stream(StreamPosition position) {
    String name = text("stream", position.getStream());
    return position.hasSequence()
        ? LookupKeys.sequence(name, index("sequence", position.getSequence()))
        : LookupKeys.stream(name);
  }

  private static String text(String field, String value) {
    if (value.isEmpty()) {
      throw Failure.of(Reason.PARAMETER_MISSING, field, "", field + ": empty").toException();
    }
    return value;
  }

  private static long index(String field, long value) {
    if (value < 0) {
      throw invalid(field, Long.toString(value), ">= 0");
    }
    return value;
  }

  private static Hash hash(String field, ByteString bytes) {
    return Hashes.decode(field, bytes);
  }

  private static RequestException invalid(String field, String value, String expected) {
    String message = field + ": " + value + " (expected: " + expected + ")";
    return Failure.of(Reason.PARAMETER_INVALID, field, value, message).toException();
  }
}
