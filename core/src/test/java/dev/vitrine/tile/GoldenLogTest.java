package dev.vitrine.tile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Project;
import dev.vitrine.merkle.TextbookTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole logs, file by file: what we write is what others have written, and what is written reads
 * back. The entries and roots are those of Tessera's test log and of a mirror in Sunlight's tests.
 */
class GoldenLogTest {
  private static final List<byte[]> FIFTEEN =
      entries(
          Arrays.stream(
              ("one two three four five six seven eit nain ten ileven twelf threeten fourten"
                      + " fivten")
                  .split(" ")));
  private static final List<byte[]> THREE_HUNDRED =
      entries(IntStream.range(0, 300).mapToObj(i -> "record " + i));

  @ParameterizedTest
  @CsvSource({
    "1, 0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=",
    "2, T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4=",
    "3, Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk=",
    "4, zY1lN35vrXYAPixXSd59LsU29xUJtuW4o2dNNg5Y2Co=",
    "7, IrSXADBqJ7EQoUODSDKROySgNveeL6CFhik2w/+fS7U=",
    "8, bC+VwvrJbalNVjfkdI8kUgs7mJoXrqiXCE7bgnD28pY=",
    "15, rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=",
  })
  void fifteen_everyKnownRoot_isReached(int size, String root) throws IOException {
    assertThat(frontier(FIFTEEN, size).root().base64()).isEqualTo(root);
    readAll(Project.testdata("tile/log-15"), FIFTEEN.subList(0, size), Hash.ofBase64(root));
  }

  @Test
  void threeHundred_knownRoot_isReached() throws IOException {
    Hash root = Hash.ofBase64("gw31yQrqZZCcEOPrzX+bpy3nJ6QgngTKn8G1m0i62uU=");
    assertThat(frontier(THREE_HUNDRED, 300).root()).isEqualTo(root);
    readAll(Project.testdata("tile/log-300"), THREE_HUNDRED, root);
  }

  @Test
  void ownFiles_areWhatWeWrite() throws IOException {
    assertFiles(Project.testdata("tile/log-15"), files(FIFTEEN, 1, 15));
    assertFiles(Project.testdata("tile/log-300"), files(THREE_HUNDRED, 300, 300));
  }

  @Test
  void publicFiles_areWhatWeWrite() throws IOException {
    if (Files.isDirectory(Project.vectors(""))) {
      assertThat(read(Project.vectors("tessera-log"))).isEqualTo(files(FIFTEEN, 1, 15));
      assertThat(hashTiles(read(Project.vectors("mirror-300"))))
          .isEqualTo(hashTiles(files(THREE_HUNDRED, 300, 300)));
    }
  }

  /** The public mirror has sound hash tiles, and compressed placeholders where bundles belong. */
  @Test
  void publicPlaceholders_areNotTakenForBundles() {
    if (Files.isDirectory(Project.vectors(""))) {
      FolderTileSource source = new FolderTileSource(Project.vectors("mirror-300"));
      Hash root = frontier(THREE_HUNDRED, 300).root();
      VerifyingTileReader reader = new VerifyingTileReader(source, 300, root);
      assertThatThrownBy(() -> reader.bundle(0)).isInstanceOf(TileFormatException.class);
      assertThatThrownBy(() -> reader.bundle(1)).isInstanceOf(TileFormatException.class);
    }
  }

  private static Map<String, String> hashTiles(Map<String, String> files) {
    Map<String, String> tiles = new TreeMap<>(files);
    tiles.keySet().removeIf(path -> path.startsWith("tile/entries/"));
    return tiles;
  }

  private static void readAll(Path folder, List<byte[]> entries, Hash root) throws IOException {
    int size = entries.size();
    VerifyingTileReader reader = new VerifyingTileReader(new FolderTileSource(folder), size, root);
    for (TileLayout.BundleSlice slice : TileLayout.bundles(0, size, size)) {
      EntryBundle bundle = reader.bundle(slice.bundle().index());
      int first = (int) slice.bundle().index() * 256;
      assertThat(bundle.entries())
          .usingRecursiveComparison()
          .isEqualTo(entries.subList(first, first + slice.count()));
    }
  }

  /** Path and contents of each tile and bundle that the given sizes of a log publish. */
  private static Map<String, String> files(List<byte[]> entries, int minSize, int maxSize) {
    Map<String, String> files = new TreeMap<>();
    for (int size = minSize; size <= maxSize; size++) {
      TileUpdate update =
          TileFrontier.empty()
              .append(entries.subList(0, size).stream().map(TextbookTree::leaf).toList());
      update.tiles().forEach((id, bytes) -> files.put(id.path(), HexFormat.of().formatHex(bytes)));
      for (TileLayout.BundleSlice slice : TileLayout.bundles(0, size, size)) {
        int first = (int) slice.bundle().index() * 256;
        byte[] bytes = EntryBundle.encode(entries.subList(first, first + slice.count()));
        files.put(slice.bundle().path(), HexFormat.of().formatHex(bytes));
      }
    }
    return files;
  }

  private static void assertFiles(Path folder, Map<String, String> expected) throws IOException {
    if (Boolean.getBoolean("vitrine.write-testdata")) {
      for (Map.Entry<String, String> file : expected.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, HexFormat.of().parseHex(file.getValue()));
      }
    }
    assertThat(read(folder)).isEqualTo(expected);
  }

  private static Map<String, String> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("tile"))) {
      Map<String, String> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
        contents.put(folder.relativize(file).toString(), hex);
      }
      return contents;
    }
  }

  private static TileFrontier frontier(List<byte[]> entries, int size) {
    return TileFrontier.empty()
        .append(entries.subList(0, size).stream().map(TextbookTree::leaf).toList())
        .frontier();
  }

  private static List<byte[]> entries(Stream<String> texts) {
    return texts.map(text -> text.getBytes(UTF_8)).toList();
  }
}
