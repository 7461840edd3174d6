package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.TestLog;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * testdata/records is written from the code ({@code -Dvitrine.update=true}), and what lies there is
 * read again as a stranger would: admitted from the files alone, and held against the published
 * schemas.
 */
class RecordExamplesTest {
  private static final String LOG = "testdata/records/log.jsonl";

  @Test
  void examples_everyKind_areCurrent() throws Exception {
    ExampleLog examples = RecordExamples.write();
    assertThat(examples.named())
        .containsKeys(Stream.of(Kind.values()).map(Kind::id).toArray(String[]::new));
    for (Map.Entry<String, Envelope> example : examples.named().entrySet()) {
      String file = "testdata/records/" + example.getKey();
      Written.current(file + ".dsse.json", example.getValue().json() + "\n");
      String payload = new String(example.getValue().payload(), StandardCharsets.UTF_8);
      Written.current(file + ".json", Pretty.json(payload));
    }
    StringBuilder log = new StringBuilder();
    for (byte[] entry : examples.log.entries) {
      log.append(Envelope.parse(entry).json()).append('\n');
    }
    Written.current(LOG, log.toString());
  }

  @Test
  void log_fromItsFileAndTheDocumentsBesideIt_everyEntryIsAdmitted() throws Exception {
    TestLog log = TestLog.empty();
    try (Stream<Path> files = Files.list(ExampleLog.FOLDER)) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        log.blobs.put(Hash.of(Digests.sha256(content)), content);
      }
    }
    List<String> entries = new ArrayList<>();
    for (String line : Files.readAllLines(Written.ROOT.resolve(LOG))) {
      Decision decision = log.append(line.getBytes(StandardCharsets.UTF_8));
      assertThat(decision).as(line).isInstanceOf(Decision.Admitted.class);
      entries.add(line);
    }
    assertThat(entries).containsAll(files().values());
  }

  @Test
  void examples_everyFile_readableAndAsTheSchemaOfItsKind() throws Exception {
    for (Map.Entry<String, String> file : files().entrySet()) {
      Envelope read = Envelope.parseAny(file.getValue().getBytes(StandardCharsets.UTF_8));
      Statement statement = read.statement();
      assertThat(file.getKey()).startsWith(statement.kind().id());
      assertThat(statement.encode()).isEqualTo(read.payload());
      JsonObject payload = JsonParser.parseString(utf8(read.payload())).getAsJsonObject();
      assertThat(SchemaCheck.faults(schema(statement.kind()), payload.get("predicate")))
          .as(file.getKey())
          .isEmpty();
    }
  }

  @Test
  void schema_otherValue_doesNotFit() throws IOException {
    JsonObject schema = schema(Kind.REBUILD);
    for (String other :
        List.of(
            "{\"verdict\":\"FINE\"}",
            "{\"matched\":\"01\"}",
            "{\"rebuilder\":1}",
            "{\"files\":[{\"md5\":\"\"}]}",
            "{\"target\":{\"index\":true}}",
            "{\"common\":{\"issuedAt\":\"2026-11-24T08:00:00+01:00\"}}")) {
      assertThat(SchemaCheck.faults(schema, JsonParser.parseString(other))).as(other).hasSize(1);
    }
  }

  @Test
  void document_everyExample_isExplained() throws IOException {
    String document = Files.readString(Written.ROOT.resolve("docs/records/examples.md"));
    for (String name : files().keySet()) {
      assertThat(document).contains("| `" + name + "` |");
    }
  }

  /** Name and content, without the line end, of each example's envelope. */
  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(ExampleLog.FOLDER)) {
      for (Path file : all.filter(f -> f.toString().endsWith(".dsse.json")).toList()) {
        String name = file.getFileName().toString();
        files.put(name.replace(".dsse.json", ""), Files.readString(file).strip());
      }
    }
    assertThat(files).hasSizeGreaterThanOrEqualTo(Kind.values().length);
    return files;
  }

  private static JsonObject schema(Kind kind) throws IOException {
    String file = "docs/records/" + kind.id() + ".schema.json";
    return JsonParser.parseString(Files.readString(Written.ROOT.resolve(file))).getAsJsonObject();
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
