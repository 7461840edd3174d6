package dev.vitrine.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageSlicesTest {
  private final List<Buffer> passed = new ArrayList<>();
  private final MessageSlices slices = new MessageSlices(passed::add);

  @Test
  void chunkOfSeveralMessages_isCutAtEachEnd() {
    Buffer first = message(3);
    Buffer empty = message(0);
    Buffer last = message(300);
    slices.handle(Buffer.buffer().appendBuffer(first).appendBuffer(empty).appendBuffer(last));
    assertThat(passed).containsExactly(first, empty, last);
  }

  @Test
  void chunkOfOneMessage_isPassedOnAsItIs() {
    Buffer one = message(10);
    slices.handle(one);
    assertThat(passed).singleElement().isSameAs(one);
  }

  @Test
  void anyMessagesInAnyChunks_areAllThere_andNoneSharesASliceWithTheNext() {
    Random random = new Random(6962);
    for (int round = 0; round < 500; round++) {
      passed.clear();
      List<Integer> ends = new ArrayList<>();
      Buffer all = Buffer.buffer();
      for (int i = random.nextInt(8); i >= 0; i--) {
        all.appendBuffer(message(random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(400)));
        ends.add(all.length());
      }
      for (int from = 0; from < all.length(); ) {
        int to = Math.min(all.length(), from + 1 + random.nextInt(random.nextBoolean() ? 7 : 500));
        slices.handle(all.getBuffer(from, to));
        from = to;
      }
      Buffer together = Buffer.buffer();
      for (Buffer part : passed) {
        int before = together.length();
        together.appendBuffer(part);
        assertThat(ends).noneMatch(end -> before < end && end < together.length());
      }
      assertThat(together).isEqualTo(all);
    }
  }

  @Test
  void lengthOfFourGigabytes_passesWhatThereIs() {
    Buffer claim = Buffer.buffer(new byte[] {0, -1, -1, -1, -1, 1, 2, 3});
    slices.handle(claim);
    slices.handle(claim);
    assertThat(passed).containsExactly(claim, claim);
  }

  private static Buffer message(int length) {
    Buffer message = Buffer.buffer().appendByte((byte) 0).appendInt(length);
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return message.appendBytes(bytes);
  }
}
