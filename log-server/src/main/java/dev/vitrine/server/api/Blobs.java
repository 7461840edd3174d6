package dev.vitrine.server.api;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.server.LogReads;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Documents beside the log, by SHA-256: stored as they came, once their digest is what was told.
 */
public final class Blobs {
  /** How many uploads of the largest size may be in memory at once. */
  private static final int UPLOADS = 4;

  private final LogReads reads;
  private final int maxSize;
  private final KeptBlobs kept;
  private final AtomicLong reserved = new AtomicLong();

  /**
   * @param maxSize bytes of the largest document
   */
  Blobs(LogReads reads, int maxSize) {
    this.reads = reads;
    this.maxSize = maxSize;
    this.kept = new KeptBlobs(2L * maxSize);
  }

  public int maxSize() {
    return maxSize;
  }

  /**
   * Takes room for an upload.
   *
   * @return whether there is room; then it must be given back
   */
  public boolean reserve(long bytes) {
    if (reserved.addAndGet(bytes) <= (long) UPLOADS * maxSize) {
      return true;
    }
    reserved.addAndGet(-bytes);
    return false;
  }

  public void giveBack(long bytes) {
    reserved.addAndGet(-bytes);
  }

  /**
   * Stores a document; again is a success.
   *
   * @param told the digest the caller expects; empty to take any
   */
  public Hash put(byte[] content, Optional<Hash> told) throws IOException {
    Hash digest = Hash.of(Digests.sha256(content));
    if (told.isPresent() && !told.get().equals(digest)) {
      throw Failure.of(
              Reason.BLOB_DIGEST,
              "sha256",
              told.get().hex(),
              "sha256: " + told.get() + " (expected: " + digest + ", of the bytes received)")
          .toException();
    }
    return reads.blobSize(digest).isPresent() ? digest : reads.putBlob(content);
  }

  /** The same document for a reader who will come back for more of it; not to be changed. */
  public byte[] getForRange(Hash sha256) throws IOException {
    Optional<byte[]> before = kept.get(sha256);
    if (before.isPresent()) {
      return before.get();
    }
    byte[] content = get(sha256);
    kept.keep(sha256, content);
    return content;
  }

  public byte[] get(Hash sha256) throws IOException {
    return reads
        .blob(sha256)
        .orElseThrow(
            () ->
                Failure.of(
                        Reason.BLOB_NOT_FOUND,
                        "sha256",
                        sha256.hex(),
                        "sha256: " + sha256 + " (expected: a document of this log)")
                    .toException());
  }
}
