package dev.vitrine.merkle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The worked example of a package comment: the lines of its last {@code pre} block, of a package of
 * any module.
 */
public final class PackageExample {
  private PackageExample() {}

  public static List<String> of(Class<?> inPackage) throws IOException {
    return of(inPackage.getPackageName());
  }

  public static List<String> of(String packageName) throws IOException {
    String text = Files.readString(source(packageName));
    int start = text.lastIndexOf("<pre>\n") + "<pre>\n".length();
    String block = text.substring(start, text.lastIndexOf(" * </pre>"));
    return block.lines().map(line -> line.substring(" * ".length())).toList();
  }

  private static Path source(String packageName) throws IOException {
    String source = "src/main/java/" + packageName.replace('.', '/') + "/package-info.java";
    try (Stream<Path> modules = Files.list(Project.root())) {
      return modules
          .map(module -> module.resolve(source))
          .filter(Files::exists)
          .findAny()
          .orElseThrow(() -> new IOException("no module has " + source));
    }
  }
}
