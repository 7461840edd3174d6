package dev.vitrine.bench.follow;

import dev.vitrine.bench.load.EntrySource;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.mirror.MirrorFolder;
import dev.vitrine.client.mirror.MirrorRoutes;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A log as a folder of tiles, served over HTTP by this process. */
record StaticLog(SignerKey key, long size, HttpEndpoint endpoint) implements AutoCloseable {
  private static final String ORIGIN = "log.example/follow";
  private static final int THREADS = 8;

  static StaticLog make(Path folder, EntrySource entries, long size) throws Exception {
    SignerKey key = SignerKey.generate(ORIGIN, SignatureType.ED25519);
    MirrorFolder log = new MirrorFolder(folder.resolve(WatchedLog.originHash(ORIGIN)));
    for (long start = 0; start < size; start += TileId.FULL_WIDTH) {
      log.append(start, bundle(entries, start, Math.min(size, start + TileId.FULL_WIDTH)));
    }
    log.sync();
    Checkpoint head = new Checkpoint(ORIGIN, size, log.root(), List.of());
    log.publish(new CheckpointSigner(List.of(key)).sign(head, Instant.now()));
    return new StaticLog(key, size, serve(folder));
  }

  String policy() {
    return "log "
        + key.verifierKey()
        + " "
        + endpoint.url()
        + "/"
        + WatchedLog.originHash(ORIGIN)
        + "/\nquorum none\n";
  }

  String originHash() {
    return WatchedLog.originHash(ORIGIN);
  }

  @Override
  public void close() {
    endpoint.close();
  }

  private static HttpEndpoint serve(Path folder) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        THREADS,
        new MirrorRoutes(folder));
  }

  private static EntryBundle bundle(EntrySource entries, long start, long end) throws Exception {
    List<byte[]> bundle = new ArrayList<>();
    for (long id = start; id < end; id++) {
      bundle.add(entries.entry(id));
    }
    return EntryBundle.decode(EntryBundle.encode(bundle), bundle.size());
  }
}
