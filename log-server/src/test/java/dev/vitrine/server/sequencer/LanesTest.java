package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.Candidate;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes();

  private record Text(String text, int size) implements Candidate {
    @Override
    public byte[] entry() {
      return java.util.Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), size);
    }

    @Override
    public Hash leafHash() {
      return TreeHasher.leaf(entry());
    }
  }

  private void add(String text, int size, String account, @Nullable Object line) {
    lanes.add(new Pending(new Text(text, size), new CompletableFuture<>(), line, 0), account);
  }

  private void add(String account, int from, int to) {
    for (int i = from; i < to; i++) {
      add(account + i, 10, account, null);
    }
  }

  private List<String> remove(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(((Text) lanes.remove().candidate()).text());
    }
    return texts;
  }

  @Test
  void oneAccount_comesOutInOrder() {
    add("a", 0, 500);

    List<String> out = remove(500);

    assertThat(out).startsWith("a0", "a1", "a2").endsWith("a498", "a499");
    assertThat(lanes.isEmpty()).isTrue();
    assertThat(lanes.peek()).isNull();
  }

  @Test
  void oneAccountFloods_anotherIsNextAfterOneTurn() {
    add("flood", 0, 30_000);
    add("slow", 0, 1);

    assertThat(remove(Lanes.TURN_ENTRIES + 1)).endsWith("slow0");
    assertThat(lanes.size()).isEqualTo(30_000 - Lanes.TURN_ENTRIES);
  }

  @Test
  void manyAccounts_eachGetsATurnInEachRound() {
    for (String account : List.of("a", "b", "c")) {
      add(account, 0, 200);
    }

    List<String> round = remove(3 * Lanes.TURN_ENTRIES);

    for (String account : List.of("a", "b", "c")) {
      assertThat(round.stream().filter(text -> text.startsWith(account)))
          .hasSize(Lanes.TURN_ENTRIES);
    }
  }

  @Test
  void largeEntries_endATurnByBytes_andWhatIsTooMuchIsMissingNextTime() {
    for (int i = 0; i < 40; i++) {
      add("large" + i, 60_000, "large", null);
    }
    add("small", 0, 300);

    // Five of 60,000 bytes are more than a turn, so the next turn has only four.
    assertThat(remove(5)).containsExactly("large0", "large1", "large2", "large3", "large4");
    assertThat(remove(Lanes.TURN_ENTRIES)).allMatch(text -> text.startsWith("small"));
    assertThat(remove(5)).containsExactly("large5", "large6", "large7", "large8", "small64");
  }

  @Test
  void oneLineOfTwoAccounts_keepsItsOrder() {
    Object line = new Object();
    add("flood", 0, 100);
    for (int i = 0; i < 200; i++) {
      add("line" + i, 10, i % 3 == 0 ? "flood" : "other", line);
    }

    List<String> out = remove(300).stream().filter(text -> text.startsWith("line")).toList();

    for (int i = 0; i < out.size(); i++) {
      assertThat(out.get(i)).isEqualTo("line" + i);
    }
  }

  @Test
  void lineThatHasNothingWaiting_isChargedToTheNextAccount() {
    Object line = new Object();
    add("first", 10, "a", line);
    assertThat(remove(1)).containsExactly("first");

    add("a", 0, 1000);
    add("second", 10, "b", line);

    assertThat(remove(Lanes.TURN_ENTRIES + 1)).endsWith("second");
  }
}
