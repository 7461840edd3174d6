package dev.vitrine.server.api.grpc;

import io.grpc.Metadata;
import io.vertx.core.MultiMap;
import java.util.Base64;

/** gRPC metadata as HTTP trailers: names ending in {@code -bin} carry base64. */
final class MetadataCodec {

  private MetadataCodec() {}

  static void encode(Metadata metadata, MultiMap headers) {
    for (String name : metadata.keys()) {
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        Iterable<byte[]> values =
            metadata.getAll(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
        if (values != null) {
          values.forEach(
              value ->
                  headers.add(name, Base64.getEncoder().withoutPadding().encodeToString(value)));
        }
      } else {
        Iterable<String> values =
            metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        if (values != null) {
          values.forEach(value -> headers.add(name, value));
        }
      }
    }
  }
}
