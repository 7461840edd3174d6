package dev.vitrine.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example in the package comment is what the code does. */
class MerklePackageTest {
  @Test
  void example_isTrue() throws IOException {
    List<Hash> leaves =
        Stream.of("one", "two", "three").map(e -> TreeHasher.leaf(e.getBytes(UTF_8))).toList();
    MemoryHashes tree = MemoryHashes.of(leaves);
    assertThat(PackageExample.of("dev.vitrine.merkle"))
        .containsExactly(
            "leaf 0          " + leaves.get(0).base64(),
            "leaf 1          " + leaves.get(1).base64(),
            "leaf 2          " + leaves.get(2).base64(),
            "root of 1       " + ProofBuilder.root(tree, 1).base64(),
            "root of 2       " + ProofBuilder.root(tree, 2).base64(),
            "root of 3       " + ProofBuilder.root(tree, 3).base64(),
            "leaf 2 in 3     " + text(ProofBuilder.inclusion(tree, 2, 3).path()),
            "from 1 to 3     " + text(ProofBuilder.consistency(tree, 1, 3).path()));
  }

  private static String text(List<Hash> path) {
    return path.stream().map(Hash::base64).collect(Collectors.joining(" "));
  }
}
