package dev.vitrine.server.api;

import dev.vitrine.admission.StateHead;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The reads that HTTP and gRPC offer alike, with their ranges. A size of 0 means: that of the
 * newest visible checkpoint, which then comes with the answer. All block; all throw {@link
 * RequestException} for what the caller got wrong.
 */
public final class Queries {

  private final LogReads reads;
  private final Checkpoints checkpoints;

  public Queries(LogReads reads, Checkpoints checkpoints) {
    this.reads = reads;
    this.checkpoints = checkpoints;
  }

  /**
   * An inclusion proof.
   *
   * @param checkpoint the signed note of the proof's size, where the caller named no size
   */
  public record Inclusion(InclusionProof proof, Optional<String> checkpoint) {}

  /**
   * A consistency proof.
   *
   * @param checkpoint the signed note of the newer size, where the caller named none
   */
  public record Consistency(ConsistencyProof proof, Optional<String> checkpoint) {}

  /** A leaf by index or by hash. */
  public sealed interface Leaf {
    /**
     * @param index 0..2^63-1
     */
    record AtIndex(long index) implements Leaf {
      public AtIndex {
        if (index < 0) {
          throw invalid("index", Long.toString(index), "index: " + index + " (expected: >= 0)");
        }
      }
    }

    /** By its RFC 6962 leaf hash. */
    record WithHash(Hash hash) implements Leaf {}
  }

  /** The entry at an index below the committed size. */
  public byte[] entry(long index) throws IOException {
    if (index < 0) {
      throw invalid("index", Long.toString(index), "index: " + index + " (expected: >= 0)");
    }
    return reads.entry(index).orElseThrow(() -> noEntry(index));
  }

  /**
   * How far the admission state has come: what a replay of the log reaches at the same size. That
   * of the empty log in open mode, which keeps no state.
   */
  public StateHead stateHead() throws IOException {
    try {
      return StateHead.of(
          key -> {
            try {
              return reads.state(key);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The newest visible checkpoint. */
  public PublishedCheckpoint checkpoint() {
    return checkpoints
        .visible()
        .orElseThrow(
            () ->
                Failure.of(Reason.NO_CHECKPOINT, "", "", "no checkpoint has been published yet")
                    .toException());
  }

  /**
   * Proves a leaf to a tree.
   *
   * @param treeSize 0, or 1..committed size
   */
  public Inclusion inclusion(Leaf leaf, long treeSize) throws IOException {
    Optional<PublishedCheckpoint> newest =
        treeSize == 0 ? Optional.of(checkpoint()) : Optional.empty();
    long size = newest.map(PublishedCheckpoint::size).orElse(treeSize);
    verifySize("tree_size", size);
    long index = locate(leaf, size);
    return new Inclusion(reads.inclusion(index, size), newest.map(Queries::text));
  }

  /**
   * Proves that a tree extends an older one.
   *
   * @param newSize 0, or 1..committed size
   */
  public Consistency consistency(long oldSize, long newSize) throws IOException {
    Optional<PublishedCheckpoint> newest =
        newSize == 0 ? Optional.of(checkpoint()) : Optional.empty();
    long size = newest.map(PublishedCheckpoint::size).orElse(newSize);
    verifySize("new_size", size);
    if (oldSize < 0 || oldSize > size) {
      throw outOfRange("old_size", oldSize, "0.." + size + ", the new size");
    }
    return new Consistency(reads.consistency(oldSize, size), newest.map(Queries::text));
  }

  /** A .tlog-proof against the newest visible checkpoint. */
  public String proofBundle(Leaf leaf) throws IOException {
    PublishedCheckpoint newest = checkpoint();
    long index = locate(leaf, newest.size());
    return bundle(reads, index, newest);
  }

  static String bundle(LogReads reads, long index, PublishedCheckpoint checkpoint)
      throws IOException {
    return new String(reads.proofBundle(index, checkpoint).encode(), StandardCharsets.UTF_8);
  }

  /** The signed note as text. */
  public static String text(PublishedCheckpoint checkpoint) {
    return new String(checkpoint.bytes(), StandardCharsets.UTF_8);
  }

  private long locate(Leaf leaf, long size) throws IOException {
    if (leaf instanceof Leaf.AtIndex at) {
      if (at.index() >= reads.head().size()) {
        throw noEntry(at.index());
      }
      if (at.index() >= size) {
        throw outOfRange("index", at.index(), "< " + size + ", the tree size");
      }
      return at.index();
    }
    Hash hash = ((Leaf.WithHash) leaf).hash();
    OptionalLong index = reads.indexOf(hash);
    if (index.isEmpty() || index.getAsLong() >= size) {
      String message =
          "leaf_hash: " + hash.hex() + " (expected: one of the first " + size + " leaves)";
      throw Failure.of(Reason.LEAF_NOT_FOUND, "leaf_hash", hash.hex(), message).toException();
    }
    return index.getAsLong();
  }

  private void verifySize(String field, long size) {
    long committed = reads.head().size();
    if (size < 0 || size > committed) {
      throw outOfRange(field, size, "0.." + committed + ", the committed size");
    }
  }

  private RequestException noEntry(long index) {
    String message =
        "index: " + index + " (expected: < " + reads.head().size() + ", the committed size)";
    return Failure.of(Reason.ENTRY_NOT_FOUND, "index", Long.toString(index), message).toException();
  }

  private static RequestException outOfRange(String field, long value, String expected) {
    String message = field + ": " + value + " (expected: " + expected + ")";
    return Failure.of(Reason.OUT_OF_RANGE, field, Long.toString(value), message).toException();
  }

  private static RequestException invalid(String field, String value, String message) {
    return Failure.of(Reason.PARAMETER_INVALID, field, value, message).toException();
  }
}
