package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.PackageExample;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.witness.RequestFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadFormatTest {
  /** The example of the package's documentation. */
  private static final String EXAMPLE =
      "0001 61 0000000000000000 0000000000000002 0000 0003 6f6e65 0003 74776f 00";

  private static final byte[] BYTES = HexFormat.of().parseHex(EXAMPLE.replace(" ", ""));

  @Test
  void workedExample_isWritten() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new UploadHeader("a", 0, 2, new byte[0]).encode());
    new UploadPackage(0, List.of("one".getBytes(UTF_8), "two".getBytes(UTF_8)), List.of())
        .write(new DataOutputStream(bytes));

    assertThat(bytes.toByteArray()).isEqualTo(BYTES);
  }

  @Test
  void workedExample_isReadAndVerifies() throws Exception {
    DataInputStream in = in(BYTES);
    UploadHeader header = UploadHeader.read(in);
    UploadPackage part = UploadPackage.read(in, header.packageStart(0), header.packageEnd(0));

    assertThat(header.origin()).isEqualTo("a");
    assertThat(header.packages()).isEqualTo(1);
    assertThat(part.entries()).containsExactly("one".getBytes(UTF_8), "two".getBytes(UTF_8));
    assertThat(in.read()).isEqualTo(-1);
    CompactRange tree = CompactRange.empty();
    part.entries().forEach(entry -> tree.append(TreeHasher.leaf(entry)));
    EntryBundle bundle = EntryBundle.decode(EntryBundle.encode(part.entries()), 2);
    part.verify(bundle, new Checkpoint("a", 2, tree.root()));
  }

  @Test
  void header_cutAnywhere_isRefused() {
    int header = 2 + 1 + 8 + 8 + 2;
    for (int length = 0; length < header; length++) {
      byte[] cut = java.util.Arrays.copyOf(BYTES, length);
      assertThatThrownBy(() -> UploadHeader.read(in(cut)))
          .as("%d bytes", length)
          .isInstanceOf(RequestFormatException.class);
    }
  }

  @Test
  void header_endBeforeStart_orOriginNotUtf8_isRefused() {
    byte[] backwards = BYTES.clone();
    backwards[10] = 3;
    byte[] latin = BYTES.clone();
    latin[2] = (byte) 0xe4;
    assertThatThrownBy(() -> UploadHeader.read(in(backwards))).hasMessageContaining("<= 2");
    assertThatThrownBy(() -> UploadHeader.read(in(latin))).hasMessageContaining("header");
  }

  @Test
  void packages_areCutAtMultiplesOf256() {
    UploadHeader header = new UploadHeader("a", 200, 513, new byte[0]);
    assertThat(header.packages()).isEqualTo(3);
    assertThat(header.packageStart(0)).isEqualTo(200);
    assertThat(header.packageEnd(0)).isEqualTo(256);
    assertThat(header.packageStart(2)).isEqualTo(512);
    assertThat(header.packageEnd(2)).isEqualTo(513);
    assertThat(new UploadHeader("a", 256, 256, new byte[0]).packages()).isZero();
    UploadHeader last = new UploadHeader("a", Long.MAX_VALUE - 3, Long.MAX_VALUE, new byte[0]);
    assertThat(last.packages()).isEqualTo(1);
    assertThat(last.packageEnd(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void workedExample_isTheOneOfThePackage() throws Exception {
    assertThat(PackageExample.of("dev.vitrine.mirror")).containsExactly(EXAMPLE);
  }

  @Test
  void lengths_thatTheirFieldsCannotHold_areRefused() {
    byte[] ticket = new byte[65_536];
    String origin = "\u00e9".repeat(32_768);
    assertThatThrownBy(() -> new UploadHeader("a", 0, 1, ticket))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ticket bytes: 65536 (expected: <= 65535)");
    assertThatThrownBy(() -> new UploadHeader(origin, 0, 1, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("origin bytes: 65536 (expected: <= 65535)");
    String info = "1\n0\n" + Base64.getEncoder().encodeToString(ticket) + "\n";
    assertThatThrownBy(() -> MirrorInfo.parse(info.getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("mirror-info: ");
  }

  @Test
  void mirrorInfo_isReadStrictly() throws Exception {
    MirrorInfo info = MirrorInfo.parse("7\n5\nAQI=\n".getBytes(UTF_8));
    assertThat(info.encode()).isEqualTo("7\n5\nAQI=\n");
    assertThat(MirrorInfo.parse("0\n0\n\n".getBytes(UTF_8)).ticket()).isEmpty();
    for (String bad :
        List.of(
            "",
            "7\n5\n",
            "07\n5\n\n",
            "-1\n5\n\n",
            "7\n5\nAQJ=\n",
            "7\n5\n\nx",
            "9223372036854775808\n5\n\n")) {
      assertThatThrownBy(() -> MirrorInfo.parse(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(IOException.class);
    }
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
