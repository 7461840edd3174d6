package dev.vitrine.client.mirror;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TilePathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The copies over HTTP, as tlog-tiles below each origin hash. A partial resource that is gone is
 * cut from the full one.
 *
 * @param folder holds one folder a log, named by its origin hash
 */
public record MirrorRoutes(Path folder) implements Handler {
  private static final Pattern PATH = Pattern.compile("/([0-9a-f]{64})/(checkpoint|tile/.*)");
  private static final String BINARY = "application/octet-stream";
  private static final String IMMUTABLE = "max-age=604800, immutable";

  @Override
  public Response handle(Request request) throws IOException {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      return missing();
    }
    if (!request.isRead()) {
      return Response.text(405, "expected: GET, HEAD\n").with("Allow", "GET, HEAD");
    }
    Path log = folder.resolve(path.group(1));
    if (path.group(2).equals("checkpoint")) {
      return read(log.resolve("checkpoint"))
          .map(bytes -> Response.of(200, Response.TEXT, bytes).with("Cache-Control", "no-cache"))
          .orElse(missing());
    }
    try {
      return resource(log, path.group(2))
          .map(bytes -> Response.of(200, BINARY, bytes).with("Cache-Control", IMMUTABLE))
          .orElse(missing());
    } catch (TilePathException e) {
      return missing();
    }
  }

  private static Optional<byte[]> resource(Path log, String path)
      throws IOException, TilePathException {
    // Only paths that name a tile reach the file system.
    if (path.startsWith("tile/entries/")) {
      BundleId id = BundleId.parse(path);
      Optional<byte[]> exact = read(log.resolve(id.path()));
      return exact.isPresent() ? exact : cutBundle(log, id);
    }
    TileId id = TileId.parse(path);
    Optional<byte[]> exact = read(log.resolve(id.path()));
    return exact.isPresent()
        ? exact
        : read(log.resolve(new TileId(id.level(), id.index(), TileId.FULL_WIDTH).path()))
            .map(full -> Arrays.copyOf(full, id.width() * 32));
  }

  private static Optional<byte[]> cutBundle(Path log, BundleId id) throws IOException {
    Optional<byte[]> full = read(log.resolve(new BundleId(id.index(), TileId.FULL_WIDTH).path()));
    try {
      return full.isEmpty()
          ? full
          : Optional.of(EntryBundle.decodePrefix(full.get(), id.width()).toByteArray());
    } catch (TileFormatException e) {
      throw new IOException("bundle " + id.path() + " of the copy: " + e.getMessage(), e);
    }
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Response missing() {
    return Response.text(404, "not held\n");
  }
}
