package dev.vitrine.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of a .proto file by full name: those above a message, and those behind a field. */
final class ProtoComments {
  private static final Pattern OPEN = Pattern.compile("\\s*(?:message|enum) (\\w+) \\{");
  private static final Pattern FIELD =
      Pattern.compile("\\s*(?:[\\w.<>, ]+ )?(\\w+) = \\d+(?: \\[[^]]*])?;\\s*// (.*)");

  private final Map<String, String> comments = new HashMap<>();

  static ProtoComments read(Path file) throws IOException {
    ProtoComments result = new ProtoComments();
    Deque<String> names = new ArrayDeque<>();
    StringBuilder above = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      Matcher open = OPEN.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (line.trim().startsWith("// ")) {
        above.append(above.isEmpty() ? "" : " ").append(line.trim().substring(3));
        continue;
      }
      if (open.find()) {
        names.addLast(open.group(1));
        result.comments.put(String.join(".", names), above.toString());
      } else if (field.matches()) {
        result.comments.put(String.join(".", names) + "." + field.group(1), field.group(2));
      } else if (line.trim().equals("}")) {
        names.removeLast();
      }
      above.setLength(0);
    }
    return result;
  }

  /** Name without the package, for example {@code Build.product}; empty if nothing is said. */
  String of(String name) {
    return comments.getOrDefault(name, "");
  }
}
