package dev.vitrine.client.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TilePathException;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A log in memory that signs whatever it is asked to and serves itself over HTTP. Two of them with
 * one key are a log with two histories.
 */
public final class FakeLog implements HashReader {
  private final SignerKey key;
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<NodeId, Hash> nodes = new ConcurrentHashMap<>();
  private final CompactRange range = CompactRange.empty();
  private volatile Optional<SignedCheckpoint> published = Optional.empty();
  private volatile Optional<Long> down = Optional.empty();

  private FakeLog(SignerKey key) {
    this.key = key;
  }

  public static SignerKey newKey(String name, SignatureType type) {
    try {
      return SignerKey.generate(name, type);
    } catch (NoteFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static FakeLog named(String origin) {
    return with(newKey(origin, SignatureType.ED25519));
  }

  public static FakeLog with(SignerKey key) {
    return new FakeLog(key);
  }

  public SignerKey key() {
    return key;
  }

  public VerifierKey verifierKey() {
    return key.verifierKey();
  }

  public String origin() {
    return key.name();
  }

  public synchronized long size() {
    return range.size();
  }

  public synchronized FakeLog append(byte[] entry) {
    entries.add(entry);
    range.append(TreeHasher.leaf(entry), nodes::put);
    // Leaves may not be reported as nodes.
    nodes.put(new NodeId(0, range.size() - 1), TreeHasher.leaf(entry));
    return this;
  }

  /** Appends {@code count} entries {@code <label> <index>}. */
  public FakeLog append(int count, String label) {
    for (int i = 0; i < count; i++) {
      append((label + " " + size()).getBytes(UTF_8));
    }
    return this;
  }

  @Override
  public List<Hash> read(List<NodeId> ids) {
    return ids.stream()
        .map(
            id ->
                Optional.ofNullable(nodes.get(id))
                    .orElseThrow(() -> new IllegalArgumentException("no node " + id)))
        .toList();
  }

  public Hash root(long size) {
    try {
      return ProofBuilder.root(this, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Hash> proof(long oldSize, long newSize) {
    try {
      return ProofBuilder.consistency(this, oldSize, newSize).path();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SignedCheckpoint checkpoint(long size) {
    Checkpoint checkpoint = new Checkpoint(origin(), size, root(size));
    return SignedCheckpoint.of(checkpoint, List.of(key.sign(checkpoint, Instant.ofEpochSecond(1))));
  }

  /** A request that is right if the witness is at {@code oldSize} of this history. */
  public byte[] addCheckpoint(long oldSize, long size) {
    return new AddCheckpointRequest(oldSize, proof(oldSize, size), checkpoint(size)).encode();
  }

  public FakeLog publish(long size) {
    published = Optional.of(checkpoint(size));
    return this;
  }

  public FakeLog publishAll() {
    return publish(size());
  }

  /** From now on every request is answered with this status. */
  public void fail(long status) {
    down = Optional.of(status);
  }

  public void recover() {
    down = Optional.empty();
  }

  public HttpEndpoint serve() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return HttpEndpoint.start(any, 16, handler());
  }

  public Handler handler() {
    return request -> {
      if (down.isPresent()) {
        return Response.text(down.get().intValue(), "down\n");
      }
      return answer(request)
          .map(bytes -> Response.of(200, "application/octet-stream", bytes))
          .orElse(Response.text(404, "not here\n"));
    };
  }

  private Optional<byte[]> answer(Request request) {
    String path = request.path().substring(1);
    try {
      if (path.equals("checkpoint")) {
        return published.map(SignedCheckpoint::encode);
      }
      return path.startsWith("tile/entries/")
          ? bundle(BundleId.parse(path))
          : tile(TileId.parse(path));
    } catch (TilePathException e) {
      return Optional.empty();
    }
  }

  private synchronized Optional<byte[]> bundle(BundleId id) {
    int start = (int) id.index() * 256;
    return start + id.width() > entries.size()
        ? Optional.empty()
        : Optional.of(EntryBundle.encode(entries.subList(start, start + id.width())));
  }

  private Optional<byte[]> tile(TileId id) {
    byte[] bytes = new byte[id.width() * Hash.SIZE];
    for (int i = 0; i < id.width(); i++) {
      Hash hash = nodes.get(new NodeId(8 * id.level(), 256 * id.index() + i));
      if (hash == null) {
        return Optional.empty();
      }
      hash.copyTo(bytes, i * Hash.SIZE);
    }
    return Optional.of(bytes);
  }
}
