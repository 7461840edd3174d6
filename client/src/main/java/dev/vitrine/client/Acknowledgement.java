package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.RecordFormatException;
import java.util.Objects;
import java.util.Optional;

/**
 * The log's promise that it holds an entry. A promise, not a proof: only {@link
 * LogClient#requireLeaves} and {@link LogClient#inclusion} prove it.
 *
 * <p>Nearly always the entry is the bytes that were sent. A log of records also answers a record
 * that it holds under other signatures (those of most ECDSA signers differ each time) with the
 * first entry, and stores the protobuf form of what was sent as JSON. Then {@link #payload} says
 * which record the entry must be.
 *
 * @param index the entry's index, 0..2^63-1
 * @param leafHash the leaf hash of the entry at that index: computed here from the bytes that were
 *     sent, or, with a {@code payload}, what the log says
 * @param duplicate whether the log says that it held the entry before
 * @param payload SHA-256 of the signed payload that was sent, where the entry has other bytes; the
 *     entry is this record only if its payload is the same
 */
public record Acknowledgement(
    long index, Hash leafHash, boolean duplicate, Optional<Hash> payload) {
  /** Checks the ranges. */
  public Acknowledgement {
    Objects.requireNonNull(leafHash, "leafHash");
    Objects.requireNonNull(payload, "payload");
    if (index < 0) {
      throw new IllegalArgumentException("index: %d (expected: >= 0)".formatted(index));
    }
  }

  /** The promise that the very bytes that were sent are at an index. */
  public Acknowledgement(long index, Hash leafHash, boolean duplicate) {
    this(index, leafHash, duplicate, Optional.empty());
  }

  /**
   * What an answer promises.
   *
   * @param sent the bytes that were sent
   * @param told the leaf hash that the log gave; empty where it gave none
   */
  static Acknowledgement of(byte[] sent, long index, boolean duplicate, Optional<Hash> told) {
    Hash own = TreeHasher.leaf(sent);
    if (told.isEmpty() || told.get().equals(own)) {
      return new Acknowledgement(index, own, duplicate);
    }
    // What is no record has no other form: then the proof will tell that the log holds other bytes.
    return payload(sent)
        .map(payload -> new Acknowledgement(index, told.get(), duplicate, Optional.of(payload)))
        .orElseGet(() -> new Acknowledgement(index, own, duplicate));
  }

  /**
   * Checks what the log holds at the index.
   *
   * @param held the leaf hash there, proven or to be proven
   */
  void requireLeaf(Hash held) throws UntrustedException {
    if (!held.equals(leafHash)) {
      throw new UntrustedException(
          "entry %d: leaf hash %s (expected: %s, as the log acknowledged)"
              .formatted(index, held, leafHash));
    }
  }

  /** Where the log answered with other bytes than were sent, they must be of the same record. */
  void requireSameRecord(byte[] held) throws UntrustedException {
    Optional<Hash> found = payload(held);
    if (payload.isPresent() && !found.equals(payload)) {
      throw new UntrustedException(
          "entry %d, which the log says is the record sent: payload %s (expected: %s)"
              .formatted(index, found.map(Hash::hex).orElse("of no record"), payload.get().hex()));
    }
  }

  /** SHA-256 of the payload of a record, in either form; empty for what is none. */
  static Optional<Hash> payload(byte[] entry) {
    try {
      return Optional.of(
          Hash.of(dev.vitrine.crypto.Sha256.digest(Envelope.parseAny(entry).payload())));
    } catch (RecordFormatException e) {
      // Bytes of another kind: a log in open mode takes them all.
      return Optional.empty();
    }
  }
}
