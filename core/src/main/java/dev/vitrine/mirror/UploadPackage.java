package dev.vitrine.mirror;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.SubtreeConsistencyProof;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries of one bundle and the proof that the bundle, as far as the package reaches, is in the
 * tree of the upload's size.
 *
 * @param start index of the first entry
 * @param entries 1..256, none beyond the end of the bundle; the arrays are not copied
 * @param proof at most 63 hashes
 */
public record UploadPackage(long start, List<byte[]> entries, List<Hash> proof) {
  /** Entries of a full package. */
  public static final int WIDTH = TileId.FULL_WIDTH;

  private static final int MAX_PROOF = 63;

  /** Refuses what is not of one bundle, and proofs that are too long. */
  public UploadPackage {
    entries = List.copyOf(entries);
    proof = List.copyOf(proof);
    if (entries.isEmpty() || start % WIDTH + entries.size() > WIDTH) {
      throw new IllegalArgumentException(
          "package: " + entries.size() + " entries from " + start + " (expected: of one bundle)");
    }
    if (proof.size() > MAX_PROOF) {
      throw new IllegalArgumentException("proof hashes: " + proof.size() + " (expected: <= 63)");
    }
  }

  /**
   * Reads the package of the entries {@code [start, end)}, which are of one bundle.
   *
   * @throws IOException if the bytes end before the package does, or are none
   */
  public static UploadPackage read(DataInputStream in, long start, long end) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    for (long index = start; index < end; index++) {
      entries.add(UploadHeader.shortBytes(in));
    }
    int hashes = in.readUnsignedByte();
    if (hashes > MAX_PROOF) {
      throw new IOException("proof hashes: " + hashes + " (expected: <= 63)");
    }
    List<Hash> proof = new ArrayList<>();
    byte[] hash = new byte[Hash.SIZE];
    for (int i = 0; i < hashes; i++) {
      in.readFully(hash);
      proof.add(Hash.of(hash));
    }
    return new UploadPackage(start, entries, proof);
  }

  /** Writes what {@link #read} reads. */
  public void write(DataOutputStream out) throws IOException {
    for (byte[] entry : entries) {
      out.writeShort(entry.length);
      out.write(entry);
    }
    out.writeByte(proof.size());
    for (Hash hash : proof) {
      out.write(hash.toByteArray());
    }
  }

  /** Index after the last entry. */
  public long end() {
    return start + entries.size();
  }

  /** Index of the first entry of the bundle. */
  public long bundleStart() {
    return start - start % WIDTH;
  }

  /**
   * Verifies that the bundle's entries are those of a tree.
   *
   * @param bundle all entries from {@link #bundleStart} to {@link #end}
   * @throws ProofException if the package's proof does not show it
   */
  public void verify(EntryBundle bundle, Checkpoint tree) throws ProofException {
    CompactRange range = CompactRange.empty();
    for (int i = 0; i < bundle.width(); i++) {
      range.append(bundle.leafHash(i));
    }
    ProofVerifier.verifySubtreeConsistency(
        new SubtreeConsistencyProof(bundleStart(), end(), tree.size(), proof),
        range.root(),
        tree.root());
  }
}
