package dev.vitrine.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vitrine.merkle.Allocations;
import dev.vitrine.witness.RequestFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class UploadFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void mirrorInfo_anyBytes_areRefusedOrEncodeBack(byte[] input) {
    info(input);
    try (Allocations allocations = Allocations.limitedFor(input.length)) {
      info(input);
    }
  }

  @FuzzTest(maxDuration = "5m")
  void upload_anyBytes_areRefusedOrEncodeBack(byte[] input) throws IOException {
    upload(input);
    try (Allocations allocations = Allocations.limitedFor(input.length)) {
      upload(input);
    }
  }

  private static void info(byte[] input) {
    try {
      byte[] encoded = MirrorInfo.parse(input).encode().getBytes(StandardCharsets.US_ASCII);
      assertThat(Arrays.equals(encoded, input)).isTrue();
    } catch (IOException e) {
      assertThat(e.getMessage().startsWith("mirror-info: ")).isTrue();
    }
  }

  private static void upload(byte[] input) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(input));
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    try {
      UploadHeader header = UploadHeader.read(in);
      encoded.write(header.encode());
      packages(in, header, new DataOutputStream(encoded));
    } catch (RequestFormatException e) {
      assertThat(e.getMessage().startsWith("add-entries: header: ")).isTrue();
    }
    assertThat(Arrays.equals(encoded.toByteArray(), Arrays.copyOf(input, encoded.size()))).isTrue();
  }

  /** As many as there are, of the most that one request may hold. */
  private static void packages(DataInputStream in, UploadHeader header, DataOutputStream out)
      throws IOException {
    if (header.start() < 0 || header.end() < 0) {
      return;
    }
    for (long i = 0; i < Math.min(header.packages(), MirrorUpload.MAX_PACKAGES); i++) {
      UploadPackage part;
      try {
        part = UploadPackage.read(in, header.packageStart(i), header.packageEnd(i));
      } catch (IOException e) {
        return;
      }
      part.write(out);
    }
  }
}
