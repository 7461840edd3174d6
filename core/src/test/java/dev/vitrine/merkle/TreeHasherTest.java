package dev.vitrine.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeHasherTest {
  @Test
  void rfc6962Basics_hold() {
    assertThat(TreeHasher.leaf(new byte[0]).hex()).startsWith("6e340b9c").endsWith("a01d");
    assertThat(TreeHasher.leaf("L123456".getBytes(UTF_8)).hex())
        .startsWith("395aa064")
        .endsWith("4d56");
    // The published node has children of four bytes, which is no node of a tree: oracle only.
    assertThat(TextbookTree.node("N123".getBytes(UTF_8), "N456".getBytes(UTF_8)).hex())
        .startsWith("aa217fe8")
        .endsWith("6bbb");
  }

  @Test
  void allVariants_agreeWithTextbook() {
    Random random = new Random(3);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length + 7];
      random.nextBytes(bytes);
      byte[] entry = Arrays.copyOfRange(bytes, 3, 3 + length);
      Hash expected = TextbookTree.leaf(entry);
      byte[] out = new byte[40];
      TreeHasher.leaf(bytes, 3, length, out, 8);
      assertThat(TreeHasher.leaf(entry)).isEqualTo(expected);
      assertThat(TreeHasher.leaf(bytes, 3, length)).isEqualTo(expected);
      assertThat(Hash.of(out, 8)).isEqualTo(expected);
    }
  }

  @Test
  void node_inPlace_agreesWithTextbook() {
    byte[] pair = new byte[100];
    new Random(4).nextBytes(pair);
    Hash expected = TextbookTree.node(Hash.of(pair, 30), Hash.of(pair, 62));
    assertThat(TreeHasher.node(Hash.of(pair, 30), Hash.of(pair, 62))).isEqualTo(expected);
    TreeHasher.node(pair, 30, pair, 40);
    assertThat(Hash.of(pair, 40)).isEqualTo(expected);
  }

  @Test
  void badRange_isRefusedAndLeavesNextHashRight() {
    byte[] bytes = new byte[64];
    byte[] out = new byte[32];
    Hash expected = TextbookTree.leaf(bytes);
    List<Runnable> bad =
        List.of(
            () -> TreeHasher.leaf(bytes, 1, 64),
            () -> TreeHasher.leaf(bytes, -1, 3),
            () -> TreeHasher.leaf(bytes, 0, -1),
            () -> TreeHasher.leaf(bytes, 0, 64, out, 1),
            () -> TreeHasher.node(bytes, 1, out, 0),
            () -> TreeHasher.node(bytes, 0, out, 1));
    for (Runnable call : bad) {
      assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(TreeHasher.leaf(bytes)).isEqualTo(expected);
    }
  }

  @Test
  void byteArrayVariants_allocateNothing() {
    byte[] bytes = new byte[1024];
    byte[] out = new byte[32];
    assertThat(Allocations.of(() -> TreeHasher.leaf(bytes, 7, 900, out, 0))).isZero();
    assertThat(Allocations.of(() -> TreeHasher.node(bytes, 7, out, 0))).isZero();
  }

  @Test
  void threads_doNotDisturbEachOther() throws ExecutionException, InterruptedException {
    List<Hash> expected =
        IntStream.range(0, 500).mapToObj(i -> TextbookTree.leaf(new byte[i])).toList();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<List<Hash>>> results =
          IntStream.range(0, 8).mapToObj(t -> pool.submit(TreeHasherTest::leaves)).toList();
      for (Future<List<Hash>> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static List<Hash> leaves() {
    return IntStream.range(0, 500).mapToObj(i -> TreeHasher.leaf(new byte[i])).toList();
  }
}
