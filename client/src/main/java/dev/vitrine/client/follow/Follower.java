package dev.vitrine.client.follow;

import dev.vitrine.client.http.AnswerTooLargeException;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.HashTile;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.TileVerificationException;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads verified entries from a remembered head to a new one; see the package. One thread. */
public final class Follower {
  /**
   * Bytes that may be fetched ahead. A bundle longer than its share of them is fetched when it is
   * its turn, and from then on fewer are fetched ahead, each with a larger share.
   */
  static final int MAX_AHEAD_BYTES = 8 << 20;

  private final RemoteLog log;
  private int ahead;

  /**
   * @param ahead bundles fetched before the first of them is used, at least 1; at most 8 MiB of
   *     them, and one of any length, are held in memory
   */
  public Follower(RemoteLog log, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("ahead: " + ahead + " (expected: >= 1)");
    }
    this.log = log;
    this.ahead = ahead;
  }

  /** A reader that believes only what belongs to a head. */
  public VerifyingTileReader reader(Checkpoint head) {
    return new VerifyingTileReader(log, head.size(), head.root());
  }

  /**
   * Shows by the log's own tiles that the tree of one head is the beginning of the tree of another;
   * see {@link Consistency#verify(TileSource, SignedCheckpoint, SignedCheckpoint)}.
   */
  public void verifyConsistent(SignedCheckpoint one, SignedCheckpoint two)
      throws IOException, ForkException {
    Consistency.verify(log, one, two);
  }

  /**
   * Hands over the entries {@code [start, head.size)}; a batch is one bundle or the part of it that
   * was asked for.
   *
   * @throws TileVerificationException if a bundle does not hold the entries the tree has
   * @throws IOException if a bundle cannot be had, is malformed, or the sink fails; every batch
   *     before it was handed over
   */
  public void entries(long start, Checkpoint head, LeafSink sink) throws IOException {
    VerifyingTileReader reader = reader(head);
    Deque<Fetched> pending = new ArrayDeque<>();
    long next = start;
    while (next < head.size() || !pending.isEmpty()) {
      while (next < head.size() && pending.size() < ahead) {
        Fetched fetched = fetch(next, head.size());
        pending.add(fetched);
        next = fetched.end();
      }
      sink.take(verified(reader, pending.remove()));
    }
  }

  private Fetched fetch(long start, long size) {
    long index = start / TileId.FULL_WIDTH;
    BundleId id = TileLayout.bundle(index, size).orElseThrow();
    return new Fetched(id, (int) (start % TileId.FULL_WIDTH), share(), fetchAndHash(id, share()));
  }

  private int share() {
    return ahead == 1 ? RemoteLog.MAX_BUNDLE : MAX_AHEAD_BYTES / ahead;
  }

  private CompletableFuture<Hashed> fetchAndHash(BundleId id, int limit) {
    return log.bundle(id, limit).thenApplyAsync(bytes -> hash(id, bytes));
  }

  private Hashed hashed(Fetched fetched) throws IOException {
    try {
      return RemoteLog.join(fetched.hashed());
    } catch (AnswerTooLargeException e) {
      // Those that are on their way were asked for with the share they had.
      ahead = Math.max(1, Math.min(ahead, MAX_AHEAD_BYTES / (2 * fetched.share())));
      return RemoteLog.join(fetchAndHash(fetched.id(), RemoteLog.MAX_BUNDLE));
    }
  }

  private static Hashed hash(BundleId id, byte[] bytes) {
    try {
      EntryBundle bundle = EntryBundle.decodePrefix(bytes, id.width());
      byte[] hashes = new byte[id.width() * Hash.SIZE];
      for (int i = 0; i < id.width(); i++) {
        bundle.leafHash(i).copyTo(hashes, i * Hash.SIZE);
      }
      return new Hashed(bundle, HashTile.decode(hashes, id.width()));
    } catch (TileFormatException e) {
      throw new CompletionException(e);
    }
  }

  private LeafBatch verified(VerifyingTileReader reader, Fetched fetched) throws IOException {
    Hashed hashed = hashed(fetched);
    BundleId id = fetched.id();
    if (id.width() == TileId.FULL_WIDTH) {
      // The level above has this bundle's root, which saves fetching its 256 leaf hashes.
      Hash root = reader.read(List.of(new NodeId(HashTile.HEIGHT, id.index()))).get(0);
      requireEqual(id, root, hashed.leaves().root());
    } else {
      HashTile leaves = reader.tile(0, id.index());
      for (int i = 0; i < id.width(); i++) {
        requireEqual(id, leaves.hash(i), hashed.leaves().hash(i));
      }
    }
    return new LeafBatch(
        hashed.bundle(), hashed.leaves(), id.index() * TileId.FULL_WIDTH, fetched.first());
  }

  private static void requireEqual(BundleId id, Hash expected, Hash computed)
      throws TileVerificationException {
    if (!expected.equals(computed)) {
      throw new TileVerificationException("entries of " + id.path(), expected, computed);
    }
  }

  private record Hashed(EntryBundle bundle, HashTile leaves) {}

  private record Fetched(BundleId id, int first, int share, CompletableFuture<Hashed> hashed) {
    long end() {
      return id.index() * TileId.FULL_WIDTH + id.width();
    }
  }
}
