package dev.vitrine.client.mirror;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TilePathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The copies over HTTP, as tlog-tiles below each origin hash. A partial resource that is not held
 * is cut from a wider one, so that the copy serves every size it grew past.
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
      for (int width : widths(log, id.width(), wide -> new BundleId(id.index(), wide).path())) {
        Optional<byte[]> held = read(log.resolve(new BundleId(id.index(), width).path()));
        if (held.isPresent()) {
          return Optional.of(cut(id, width, held.get()));
        }
      }
      return Optional.empty();
    }
    TileId id = TileId.parse(path);
    IntFunction<String> named = wide -> new TileId(id.level(), id.index(), wide).path();
    for (int width : widths(log, id.width(), named)) {
      Optional<byte[]> held = read(log.resolve(named.apply(width)));
      if (held.isPresent()) {
        return held.map(bytes -> Arrays.copyOf(bytes, id.width() * Hash.SIZE));
      }
    }
    return Optional.empty();
  }

  /** The width asked for, and those beyond that are held: the copy may have been shown at none. */
  private static List<Integer> widths(Path log, int asked, IntFunction<String> path)
      throws IOException {
    List<Integer> widths = new ArrayList<>(List.of(asked));
    if (asked == TileId.FULL_WIDTH) {
      return widths;
    }
    widths.add(TileId.FULL_WIDTH);
    Path folder = Objects.requireNonNull(log.resolve(path.apply(asked)).getParent());
    try (Stream<Path> partials = Files.list(folder)) {
      partials
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.matches("[0-9]{1,3}"))
          .map(Integer::valueOf)
          .filter(width -> width > asked)
          .forEach(widths::add);
    } catch (NoSuchFileException e) {
      // None is held.
      return widths;
    }
    return widths;
  }

  private static byte[] cut(BundleId id, int width, byte[] held) throws IOException {
    if (width == id.width()) {
      return held;
    }
    try {
      return EntryBundle.decodePrefix(held, id.width()).toByteArray();
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
