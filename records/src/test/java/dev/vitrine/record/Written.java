package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project that tests write ({@code -Dvitrine.update=true}) and else compare. */
final class Written {
  static final Path ROOT = Path.of(System.getProperty("vitrine.root", ".."));

  private Written() {}

  static void current(String file, String expected) throws IOException {
    Path path = ROOT.resolve(file);
    if (Boolean.getBoolean("vitrine.update")) {
      Files.createDirectories(path.getParent());
      Files.writeString(path, expected);
    }
    assertThat(path).as(file + " (-Dvitrine.update=true writes it)").hasContent(expected);
  }
}
