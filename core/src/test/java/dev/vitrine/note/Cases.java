package dev.vitrine.note;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.merkle.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Golden cases: one JSON file each, with {@code desc} and {@code wantErr}. */
public final class Cases {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One case; its check throws where the case does not hold. */
  public interface Check {
    void run(Case one) throws Exception;
  }

  public record Case(String file, JsonNode json) {
    public String text(String field) {
      return json.get(field).asText();
    }

    public byte[] bytes(String field) {
      return json.has(field)
          ? text(field).getBytes(StandardCharsets.UTF_8)
          : Base64.getDecoder().decode(text(field + "Base64"));
    }

    public List<String> texts(String field) {
      return StreamSupport.stream(json.get(field).spliterator(), false)
          .map(JsonNode::asText)
          .toList();
    }

    public long number(String field) {
      return json.get(field).asLong();
    }

    public boolean wantErr() {
      return json.get("wantErr").asBoolean();
    }

    @Override
    public String toString() {
      return file + " (" + text("desc") + ")";
    }
  }

  private Cases() {}

  public static List<Case> load(String folder) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(Project.testdata(folder))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        cases.add(new Case(file.getFileName().toString(), JSON.readTree(file.toFile())));
      }
    }
    return cases;
  }

  /** Runs every case and says of each that does not hold what went wrong. */
  public static List<String> failures(
      List<Case> cases, Check check, List<Class<? extends Exception>> refusals) {
    List<String> failures = new ArrayList<>();
    for (Case one : cases) {
      try {
        check.run(one);
        if (one.wantErr()) {
          failures.add(one + ": accepted");
        }
      } catch (Exception | AssertionError e) {
        if (!one.wantErr() || !refusals.contains(e.getClass()) || !isOfStage(one, e)) {
          failures.add(one + ": " + e);
        }
      }
    }
    return failures;
  }

  /** Cases that say so are refused by the parser, or only by what comes after it. */
  private static boolean isOfStage(Case one, Throwable refusal) {
    return !one.json().has("stage")
        || one.text("stage").equals("format")
            == refusal.getClass().getSimpleName().endsWith("FormatException");
  }
}
