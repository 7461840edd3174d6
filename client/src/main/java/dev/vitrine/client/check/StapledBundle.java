package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.merkle.Hash;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.Manifest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The one small file that a vendor ships beside an update: a record, the steps from a file to it,
 * and the proof that it is in the log. The same bytes serve every customer. Well-formed and not
 * verified; see {@link StapledCheck}. The format is in this package's description.
 */
public final class StapledBundle {
  private final byte[] record;
  private final Optional<Manifest> manifest;
  private final Optional<FileProof> file;
  private final TlogProof proof;

  private StapledBundle(
      byte[] record, Optional<Manifest> manifest, Optional<FileProof> file, TlogProof proof) {
    this.record = record.clone();
    this.manifest = manifest;
    this.file = file;
    this.proof = Objects.requireNonNull(proof, "proof");
  }

  /**
   * A bundle for files that the record names itself.
   *
   * @param record the entry's bytes
   * @param proof that it is in the log
   * @return the bundle
   */
  public static StapledBundle of(byte[] record, TlogProof proof) {
    return new StapledBundle(record, Optional.empty(), Optional.empty(), proof);
  }

  /** A bundle for every file of an update. */
  static StapledBundle of(byte[] record, Manifest manifest, TlogProof proof) {
    return new StapledBundle(record, Optional.of(manifest), Optional.empty(), proof);
  }

  /** A bundle for one file of an update. */
  static StapledBundle of(byte[] record, FileProof file, TlogProof proof) {
    return new StapledBundle(record, Optional.empty(), Optional.of(file), proof);
  }

  /**
   * Whether bytes claim to be a bundle, of whatever version.
   *
   * @param bytes the beginning of a file
   * @return true where they start like one
   */
  public static boolean isBundle(byte[] bytes) {
    return StapledText.isBundle(bytes);
  }

  /**
   * Reads a bundle.
   *
   * @param bytes what {@link #encode} gave
   * @return the bundle
   * @throws FormatNewerException if it is of a newer version
   * @throws UntrustedException if it is malformed
   */
  public static StapledBundle parse(byte[] bytes) throws FormatNewerException, UntrustedException {
    return StapledText.parse(bytes);
  }

  /**
   * The file's bytes.
   *
   * @return text
   */
  public byte[] encode() {
    return StapledText.encode(this);
  }

  /**
   * The entry's bytes.
   *
   * @return a copy
   */
  public byte[] record() {
    return record.clone();
  }

  Optional<Manifest> manifest() {
    return manifest;
  }

  Optional<FileProof> file() {
    return file;
  }

  /**
   * The proof that the record is in the log.
   *
   * @return not verified
   */
  public TlogProof proof() {
    return proof;
  }

  /**
   * The same record with another proof of it, for example against a head that more witnesses have
   * cosigned.
   *
   * @param other a proof that the record is in the log
   * @return a new bundle
   */
  public StapledBundle withProof(TlogProof other) {
    return new StapledBundle(record, manifest, file, other);
  }

  /**
   * The steps from an update's files to its record.
   *
   * @return {@code record} where the record names the file itself, {@code manifest} or {@code file}
   */
  public String steps() {
    return manifest.isPresent() ? "manifest" : file.isPresent() ? "file" : "record";
  }

  /** The leaf hash of the record. */
  Hash leafHash() {
    return dev.vitrine.merkle.TreeHasher.leaf(record);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StapledBundle that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(record);
  }
}
