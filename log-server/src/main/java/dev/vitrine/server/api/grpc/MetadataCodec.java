package dev.vitrine.server.api.grpc;

import io.grpc.Metadata;
import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** gRPC metadata as HTTP headers and trailers: names ending in {@code -bin} carry base64. */
final class MetadataCodec {

  private MetadataCodec() {}

  static Metadata decode(MultiMap headers) {
    Metadata metadata = new Metadata();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(":")) {
        continue;
      }
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        decodeBinary(metadata, name, header.getValue());
      } else {
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), header.getValue());
      }
    }
    return metadata;
  }

  /** Several values may share a header, separated by commas; one that is no base64 is left out. */
  private static void decodeBinary(Metadata metadata, String name, String values) {
    Metadata.Key<byte[]> key = Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER);
    for (String value : values.split(",", -1)) {
      try {
        metadata.put(key, Base64.getDecoder().decode(value.trim()));
      } catch (IllegalArgumentException notBase64) {
        continue;
      }
    }
  }

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
