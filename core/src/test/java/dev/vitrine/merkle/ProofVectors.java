package dev.vitrine.merkle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs proof probes in the JSON form of the transparency-dev project: one case a file, in folders
 * by kind of proof.
 */
final class ProofVectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private int count;
  private final List<String> failures = new ArrayList<>();

  int count() {
    return count;
  }

  List<String> failures() {
    return failures;
  }

  static ProofVectors run(Path folder) throws IOException {
    ProofVectors vectors = new ProofVectors();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        vectors.run(folder.relativize(file), JSON.readTree(file.toFile()));
      }
    }
    return vectors;
  }

  private void run(Path file, JsonNode probe) {
    count++;
    boolean wantErr = probe.get("wantErr").asBoolean();
    String outcome = "verified";
    boolean failed = false;
    try {
      verify(file.getName(0).toString(), probe);
    } catch (ProofException | IllegalArgumentException e) {
      failed = true;
      outcome = e.toString();
    }
    if (failed != wantErr) {
      failures.add(file + " (" + probe.get("desc").asText() + "): " + outcome);
    }
  }

  private static void verify(String kind, JsonNode probe) throws ProofException {
    List<Hash> path = new ArrayList<>();
    probe.get("proof").forEach(hash -> path.add(hash(hash.asText())));
    switch (kind) {
      case "inclusion" ->
          ProofVerifier.verifyInclusion(
              new InclusionProof(number(probe, "leafIdx"), number(probe, "treeSize"), path),
              hash(probe, "leafHash"),
              hash(probe, "root"));
      case "consistency" ->
          ProofVerifier.verifyConsistency(
              new ConsistencyProof(number(probe, "size1"), number(probe, "size2"), path),
              hash(probe, "root1"),
              hash(probe, "root2"));
      case "subtreeinclusion" ->
          ProofVerifier.verifySubtreeInclusion(
              number(probe, "leafIdx"),
              number(probe, "start"),
              number(probe, "end"),
              path,
              hash(probe, "leafHash"),
              hash(probe, "root"));
      case "subtreeconsistency" ->
          ProofVerifier.verifySubtreeConsistency(
              new SubtreeConsistencyProof(
                  number(probe, "start"), number(probe, "end"), number(probe, "size"), path),
              hash(probe, "root1"),
              hash(probe, "root2"));
      default -> throw new AssertionError("kind: " + kind);
    }
  }

  // Numbers beyond 2^63-1 become negative and are refused as such.
  private static long number(JsonNode probe, String field) {
    return probe.get(field).bigIntegerValue().longValue();
  }

  private static Hash hash(JsonNode probe, String field) {
    return hash(probe.get(field).asText());
  }

  /**
   * Some probes have texts like "don't care" where a hash belongs, and expect success. We have no
   * hash of another length, so such a text stands for its own leaf hash; an empty one is refused.
   */
  private static Hash hash(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length == 0 || bytes.length == Hash.SIZE) {
      return Hash.of(bytes);
    }
    return TextbookTree.leaf(bytes);
  }
}
