package dev.vitrine.server.api.grpc;

import io.grpc.KnownLength;
import io.grpc.Status;
import io.vertx.grpc.common.GrpcMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The bytes of a received message, decompressed within its limit. */
final class Messages {

  private Messages() {}

  static InputStream open(GrpcMessage message, int maxBytes) {
    byte[] payload = message.payload().getBytes();
    return switch (message.encoding()) {
      case "identity" -> new Bytes(payload);
      case "gzip" -> new Bytes(gunzip(payload, maxBytes));
      default ->
          throw Status.UNIMPLEMENTED
              .withDescription(
                  "grpc-encoding: " + message.encoding() + " (expected: identity or gzip)")
              .asRuntimeException();
    };
  }

  private static byte[] gunzip(byte[] payload, int maxBytes) {
    byte[] plain;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(payload))) {
      plain = in.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("not valid gzip: " + e.getMessage())
          .withCause(e)
          .asRuntimeException();
    }
    if (plain.length > maxBytes) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("message: larger than " + maxBytes + " bytes after decompression")
          .asRuntimeException();
    }
    return plain;
  }

  /** Lets protobuf parse from one array of the right size. */
  private static final class Bytes extends ByteArrayInputStream implements KnownLength {
    Bytes(byte[] bytes) {
      super(bytes);
    }
  }
}
