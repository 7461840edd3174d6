package dev.vitrine.merkle;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The worked example of a package comment: the lines of its last {@code pre} block. */
public final class PackageExample {
  private PackageExample() {}

  public static List<String> of(String packageName) throws IOException {
    String source = "core/src/main/java/" + packageName.replace('.', '/') + "/package-info.java";
    String text = Files.readString(Project.root().resolve(source));
    int start = text.lastIndexOf("<pre>\n") + "<pre>\n".length();
    String block = text.substring(start, text.lastIndexOf(" * </pre>"));
    return block.lines().map(line -> line.substring(" * ".length())).toList();
  }
}
