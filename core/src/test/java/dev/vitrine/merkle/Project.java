package dev.vitrine.merkle;

import java.nio.file.Path;

/** Where tests find files. */
public final class Project {
  private Project() {}

  /** A path below the project's own test data. */
  public static Path testdata(String path) {
    return root().resolve("testdata").resolve(path);
  }

  /** A path below the public vectors, which a clone of the project alone does not have. */
  public static Path vectors(String path) {
    return root().resolve("../shared/vectors").resolve(path);
  }

  public static Path root() {
    return Path.of(System.getProperty("vitrine.root"));
  }
}
