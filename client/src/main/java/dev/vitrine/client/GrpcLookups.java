package dev.vitrine.client;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.ProductVersion;
import dev.vitrine.v1.StreamPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Look-ups as gRPC messages. */
final class GrpcLookups {
  private GrpcLookups() {}

  static LookupRequest request(LookupKey key, PageRequest page) {
    LookupRequest.Builder request =
        LookupRequest.newBuilder()
            .setPageSize(page.size())
            .setPageToken(page.token())
            .setNewestFirst(page.newestFirst());
    return withKey(request, key).build();
  }

  private static LookupRequest.Builder withKey(LookupRequest.Builder request, LookupKey key) {
    return switch (key.field()) {
      case ARTIFACT_SHA256 -> request.setArtifactSha256(hash(key));
      case BLOB_SHA256 -> request.setBlobSha256(hash(key));
      case PURL -> request.setPurl(key.value());
      case PRODUCT ->
          request.setProduct(
              ProductVersion.newBuilder().setProduct(key.value()).setVersion(key.detail()));
      case STREAM -> request.setStream(stream(key));
      case KEY_ID -> request.setKeyId(key.value());
      case ABOUT_KEY -> request.setAboutKey(key.value());
      case FILE_NAME -> request.setFileName(key.value());
      case TARGET_INDEX -> request.setTargetIndex(Long.parseLong(key.value()));
      case DATASET -> request.setDataset(key.value());
      case RELOCATION_ID -> request.setRelocationId(key.value());
      case REGION -> request.setRegion(key.value());
      case EVENT_ID -> request.setEventId(key.value());
    };
  }

  private static StreamPosition stream(LookupKey key) {
    StreamPosition.Builder position = StreamPosition.newBuilder().setStream(key.value());
    if (!key.detail().isEmpty()) {
      position.setSequence(Long.parseLong(key.detail()));
    }
    return position.build();
  }

  private static ByteString hash(LookupKey key) {
    return ByteString.copyFrom(Hash.ofHex(key.value()).toByteArray());
  }

  static LookupPage page(LookupResponse answer) throws IOException {
    List<UnverifiedEntry> hits = new ArrayList<>(answer.getHitsCount());
    for (LookupHit hit : answer.getHitsList()) {
      if (hit.getIndex() < 0) {
        throw new IOException("index of a hit: %d (expected: >= 0)".formatted(hit.getIndex()));
      }
      hits.add(new UnverifiedEntry(hit.getIndex(), hit.getEntry().toByteArray()));
    }
    return new LookupPage(hits, answer.getNextPageToken(), answer.getCoversSize());
  }
}
