package dev.vitrine.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The worked example of a package comment: the lines of its last {@code pre} block. */
public final class PackageExample {
  private PackageExample() {}

  public static List<String> of(Class<?> inPackage) throws IOException {
    Path source =
        Path.of(
            System.getProperty("vitrine.root"),
            "client/src/main/java",
            inPackage.getPackageName().replace('.', '/'),
            "package-info.java");
    String text = Files.readString(source);
    int start = text.lastIndexOf("<pre>\n") + "<pre>\n".length();
    String block = text.substring(start, text.lastIndexOf(" * </pre>"));
    return block.lines().map(line -> line.substring(" * ".length())).toList();
  }
}
