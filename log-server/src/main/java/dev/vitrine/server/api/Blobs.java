package dev.vitrine.server.api;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.access.LogReads;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Documents beside the log, by SHA-256: stored as they came, once their digest is what was told.
 */
public final class Blobs {
  /** How many uploads of the largest size may be on the disk at once. */
  private static final int UPLOADS = 8;

  private final LogReads reads;
  private final int maxSize;
  private final KeptBlobs kept;
  private final Path uploads;
  private final AtomicLong reserved = new AtomicLong();

  /**
   * @param maxSize bytes of the largest document
   * @param uploads where documents are kept while they come; nothing else may be there
   */
  Blobs(LogReads reads, int maxSize, Path uploads) {
    this.reads = reads;
    this.maxSize = maxSize;
    this.uploads = uploads;
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

  /** Removes what a process left that ended while documents were coming. */
  Blobs withoutLeftovers() throws IOException {
    if (Files.isDirectory(uploads)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(uploads, "upload-*.part")) {
        for (Path file : left) {
          Files.delete(file);
        }
      }
    }
    return this;
  }

  /** Begins an upload; whoever does must close it. */
  public Upload begin() throws IOException {
    return Upload.in(uploads);
  }

  /**
   * Stores a document that has come in full; again is a success.
   *
   * @param told the digest the caller expects; empty to take any
   */
  public Hash put(Upload upload, Optional<Hash> told) throws IOException {
    Hash digest = upload.digest();
    if (told.isPresent() && !told.get().equals(digest)) {
      throw Failure.of(
              Reason.BLOB_DIGEST,
              "sha256",
              told.get().hex(),
              "sha256: " + told.get() + " (expected: " + digest + ", of the bytes received)")
          .toException();
    }
    return reads.blobSize(digest).isPresent() ? digest : store(upload);
  }

  /** The store takes a document whole, so that one at a time is in memory. */
  private synchronized Hash store(Upload upload) throws IOException {
    return reads.putBlob(upload.content());
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
