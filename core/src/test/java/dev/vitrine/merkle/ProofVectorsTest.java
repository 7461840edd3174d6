package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProofVectorsTest {
  private static final Path OWN = Project.testdata("merkle");

  @Test
  void ownProbes_allComeOutAsTheySay() throws IOException {
    ProofVectors vectors = ProofVectors.run(OWN);
    assertThat(vectors.failures()).isEmpty();
    assertThat(vectors.count()).isEqualTo(ProofVectorFiles.all().size());
  }

  @Test
  void publicProbes_allComeOutAsTheySay() throws IOException {
    Path folder = Project.vectors("merkle");
    if (Files.isDirectory(folder)) {
      ProofVectors vectors = ProofVectors.run(folder);
      assertThat(vectors.failures()).isEmpty();
      assertThat(vectors.count()).isEqualTo(518);
    }
  }

  @Test
  void ownProbes_areWhatTheOracleMakes() throws IOException {
    Map<String, String> expected = ProofVectorFiles.all();
    if (Boolean.getBoolean("vitrine.write-testdata")) {
      for (Map.Entry<String, String> file : expected.entrySet()) {
        Path path = OWN.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    assertThat(read(OWN)).isEqualTo(expected);
  }

  private static Map<String, String> read(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        texts.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
