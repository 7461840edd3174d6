package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.StreamEntriesResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The stream of entries: order, slow readers, followers. */
class GrpcEntryStreamTest extends GrpcFixture {

  private StreamReader<StreamEntriesRequest, StreamEntriesResponse> entries(
      StreamEntriesRequest request, int initially) {
    StreamReader<StreamEntriesRequest, StreamEntriesResponse> reader =
        new StreamReader<>(initially);
    TransparencyLogGrpc.newStub(channel).streamEntries(request, reader);
    return reader;
  }

  private static StreamEntriesRequest range(long start, long end) {
    return StreamEntriesRequest.newBuilder().setStart(start).setEnd(end).build();
  }

  @Test
  void streamEntries_range_comesWholeAndInOrder() throws Exception {
    log.fill(3_000);
    start();

    for (long[] range : new long[][] {{0, 0}, {0, 3_000}, {1, 2}, {511, 1_025}, {2_999, 3_000}}) {
      StreamReader<StreamEntriesRequest, StreamEntriesResponse> reader =
          entries(range(range[0], range[1]), Integer.MAX_VALUE);
      reader.ended.get(10, TimeUnit.SECONDS);
      long end = range[1] == 0 ? 3_000 : range[1];
      List<StreamEntriesResponse> got = new ArrayList<>(reader.messages);
      assertThat(got).hasSize((int) (end - range[0]));
      for (int i = 0; i < got.size(); i++) {
        assertThat(got.get(i).getIndex()).isEqualTo(range[0] + i);
        assertThat(got.get(i).getEntry().toByteArray()).isEqualTo(ScriptedLog.entry(range[0] + i));
      }
    }
  }

  @Test
  void streamEntries_largeEntries_respectASlowReader() throws Exception {
    List<byte[]> large = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] entry = new byte[60_000];
      entry[0] = (byte) i;
      entry[1] = (byte) (i >> 8);
      large.add(entry);
    }
    log.commit(large, List.of());
    log.publish();
    start();

    StreamReader<StreamEntriesRequest, StreamEntriesResponse> slow = entries(range(0, 0), 0);
    // A stalled stream must not hold up others, on the same connection or another.
    assertThat(
            TransparencyLogGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getEntry(GetEntryRequest.newBuilder().setIndex(399).build())
                .getEntry()
                .size())
        .isEqualTo(60_000);
    for (int i = 1; i <= 400; i++) {
      int expected = i;
      slow.call.request(1);
      await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> slow.messages.size() == expected);
    }
    slow.call.request(1);

    slow.ended.get(10, TimeUnit.SECONDS);
    int index = 0;
    for (StreamEntriesResponse message : slow.messages) {
      assertThat(message.getIndex()).isEqualTo(index);
      assertThat(message.getEntry().toByteArray()).isEqualTo(large.get(index++));
    }
  }

  @Test
  void streamEntries_follow_goesOnWithEachCheckpoint_andEndsAtItsEnd() throws Exception {
    log.fill(2);
    start();
    StreamReader<StreamEntriesRequest, StreamEntriesResponse> reader =
        entries(range(1, 5).toBuilder().setFollow(true).build(), 100);

    await().until(() -> reader.messages.size() == 1);
    log.fill(2);
    await().until(() -> reader.messages.size() == 3);
    assertThat(reader.ended).isNotDone();
    log.fill(2);

    reader.ended.get(10, TimeUnit.SECONDS);
    assertThat(reader.messages)
        .extracting(StreamEntriesResponse::getIndex)
        .containsExactly(1L, 2L, 3L, 4L);
    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void streamEntries_cancelledFollower_isForgotten() throws Exception {
    start();
    StreamReader<StreamEntriesRequest, StreamEntriesResponse> reader =
        entries(StreamEntriesRequest.newBuilder().setFollow(true).build(), 1);
    await().until(() -> log.subscribers.get() == 1);

    reader.call.cancel("enough", null);

    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void streamEntries_badRanges_areOutOfRange() throws Exception {
    log.fill(5);
    start();

    for (StreamEntriesRequest request :
        List.of(range(-1, 0), range(6, 0), range(0, 6), range(3, 2), range(0, -1))) {
      StatusRuntimeException e =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  TransparencyLogGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(5, TimeUnit.SECONDS)
                      .streamEntries(request)
                      .hasNext());
      assertThat(e).as(request.toString()).isNotNull();
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    }
  }
}
