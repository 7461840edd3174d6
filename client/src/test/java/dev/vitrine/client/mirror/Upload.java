package dev.vitrine.client.mirror;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.mirror.UploadPackage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bodies of add-entries, right or as wrong as a test wants them. */
record Upload(FakeLog log, String label, long start, long end, byte[] ticket) {
  static Upload of(FakeLog log, long start, long end) {
    return new Upload(log, "entry", start, end, new byte[0]);
  }

  Upload withTicket(byte[] other) {
    return new Upload(log, label, start, end, other);
  }

  /** The header and the first packages. */
  byte[] packages(long count) throws IOException {
    UploadHeader header = header();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(header.encode());
    for (long i = 0; i < count; i++) {
      part(header.packageStart(i), header.packageEnd(i)).write(out);
    }
    return bytes.toByteArray();
  }

  byte[] all() throws IOException {
    return packages(header().packages());
  }

  private UploadHeader header() {
    return new UploadHeader(log.origin(), start, end, ticket);
  }

  private UploadPackage part(long from, long to) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (long index = from; index < to; index++) {
      entries.add((label + " " + index).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    List<Hash> proof = ProofBuilder.subtreeConsistency(log, from - from % 256, to, end).path();
    return new UploadPackage(from, entries, proof);
  }
}
