package dev.vitrine.mirror;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bodies of {@code add-entries}, read from the log's tiles. */
final class UploadBody {
  /** Bytes of packages after which a request is sent; the last package may exceed it. */
  private static final int REQUEST_BYTES = 4 << 20;

  private UploadBody() {}

  /**
   * The header and as many packages as one request should hold.
   *
   * @param tree of at least the upload's size
   */
  static byte[] of(UploadHeader header, VerifyingTileReader tree) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(header.encode());
    long most = Math.min(header.packages(), MirrorUpload.MAX_PACKAGES);
    for (long i = 0; i < most && bytes.size() < REQUEST_BYTES; i++) {
      part(header, i, tree).write(out);
    }
    return bytes.toByteArray();
  }

  private static UploadPackage part(UploadHeader header, long i, VerifyingTileReader tree)
      throws IOException {
    long start = header.packageStart(i);
    long end = header.packageEnd(i);
    long bundleStart = start - start % UploadPackage.WIDTH;
    EntryBundle bundle = tree.bundle(bundleStart / UploadPackage.WIDTH);
    List<byte[]> entries = new ArrayList<>();
    for (long index = start; index < end; index++) {
      entries.add(bundle.entry((int) (index - bundleStart)));
    }
    // Of the upload's tree, which may be the beginning only of the one that is read.
    List<Hash> proof = ProofBuilder.subtreeConsistency(tree, bundleStart, end, header.end()).path();
    return new UploadPackage(start, entries, proof);
  }
}
