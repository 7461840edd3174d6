package dev.vitrine.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a run's JSON, table and plots are written to. */
public record ReportFolder(Path path) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public ReportFolder {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the report folder " + path, e);
    }
  }

  /** Writes one text file and returns its path. */
  public Path write(String name, String text) throws IOException {
    return Files.writeString(path.resolve(name), text);
  }

  /** Writes one JSON file, indented, and returns its path. */
  public Path write(String name, JsonNode json) throws IOException {
    return write(name, JSON.writeValueAsString(json) + "\n");
  }
}
