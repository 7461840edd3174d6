package dev.vitrine.client.check;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.merkle.Hash;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.RecordFormatException;
import java.util.Optional;

/** Makes {@link StapledBundle}s against one head, so that several of them carry the same one. */
public final class BundleMaker {
  private final LogClient client;
  private final VerifiedHead head;

  /**
   * Takes the newest head.
   *
   * @param client of the log
   * @throws LogException with the verdict
   */
  public BundleMaker(LogClient client) throws LogException {
    this.client = client;
    this.head = client.head();
  }

  /**
   * The head that every bundle carries.
   *
   * @return a verified head
   */
  public VerifiedHead head() {
    return head;
  }

  /**
   * Makes a bundle.
   *
   * @param index the entry of a build or an update
   * @param manifest the update's manifest, for its files; empty where the record names the file
   * @param path the only file to take steps of; empty for all
   * @return the bundle
   * @throws IllegalArgumentException if the entry is neither, or the manifest is not its manifest
   * @throws LogException with the verdict
   */
  public StapledBundle make(long index, Optional<byte[]> manifest, Optional<String> path)
      throws LogException {
    VerifiedEntry entry = client.entryIn(index, head);
    TlogProof proof = client.bundle(client.inclusion(index, entry.leafHash(), head));
    LoggedRecord record = record(index, entry.bytes());
    if (manifest.isEmpty()) {
      return StapledBundle.of(entry.bytes(), proof);
    }
    Manifest files = manifest(record, manifest.get());
    if (path.isEmpty()) {
      return StapledBundle.of(entry.bytes(), files, proof);
    }
    FileProof step =
        files
            .prove(path.get())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "path: %s (expected: one in the manifest)".formatted(path.get())));
    return StapledBundle.of(entry.bytes(), step, proof);
  }

  private static LoggedRecord record(long index, byte[] entry) {
    try {
      LoggedRecord record = LoggedRecord.parse(index, entry);
      if (record.isRelease()) {
        return record;
      }
      throw new IllegalArgumentException(
          "entry %d: a %s (expected: a build or a detection update)"
              .formatted(index, record.statement().kind().id()));
    } catch (RecordFormatException e) {
      throw new IllegalArgumentException("entry %d: %s".formatted(index, e.getMessage()), e);
    }
  }

  private static Manifest manifest(LoggedRecord record, byte[] bytes) {
    Manifest manifest;
    try {
      manifest = Manifest.parse(bytes);
    } catch (RecordFormatException e) {
      throw new IllegalArgumentException("manifest: " + e.getMessage(), e);
    }
    Optional<Hash> root = record.manifestRoot();
    if (!root.equals(Optional.of(manifest.root()))) {
      throw new IllegalArgumentException(
          "manifest's root: %s (expected: %s, as entry %d says)"
              .formatted(manifest.root(), root.map(Hash::hex).orElse("none"), record.index()));
    }
    return manifest;
  }
}
