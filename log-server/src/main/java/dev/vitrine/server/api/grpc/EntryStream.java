package dev.vitrine.server.api.grpc;

import com.google.protobuf.ByteString;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.StreamEntriesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries in order, as fast as the client reads. At most one chunk of {@value #CHUNK_BYTES} bytes
 * is in memory for a stream: the next is read when the last entry of this one has been taken. Owned
 * by the event loop.
 */
final class EntryStream {

  static final int CHUNK_ENTRIES = 512;
  static final int CHUNK_BYTES = 512 << 10;

  private final LogReads reads;
  private final Checkpoints checkpoints;
  private final ReadPool pool;
  private final ServerCallStreamObserver<StreamEntriesResponse> client;
  private final boolean follow;
  private final long end;
  private final Loop loop = new Loop(this::pump);
  private final Deque<StreamEntriesResponse> chunk = new ArrayDeque<>();
  private Checkpoints.@Nullable Subscription subscription;
  private long next;
  private boolean reading;
  private boolean ended;

  EntryStream(
      LogReads reads,
      Checkpoints checkpoints,
      ReadPool pool,
      StreamEntriesRequest request,
      ServerCallStreamObserver<StreamEntriesResponse> client) {
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.pool = pool;
    this.client = client;
    this.follow = request.getFollow();
    this.next = request.getStart();
    this.end = end(request);
  }

  private long end(StreamEntriesRequest request) {
    long start = request.getStart();
    long asked = request.getEnd();
    if (start < 0) {
      throw outOfRange("start", start, ">= 0");
    }
    if (asked != 0 && asked < start) {
      throw outOfRange("end", asked, "0, or >= start, " + start);
    }
    if (follow) {
      return asked == 0 ? Long.MAX_VALUE : asked;
    }
    long committed = reads.head().size();
    if (asked > committed) {
      throw outOfRange("end", asked, "<= " + committed + ", the committed size");
    }
    long last = asked == 0 ? visibleSize() : asked;
    if (start > last) {
      throw outOfRange("start", start, "<= " + last + ", where the stream would end");
    }
    return last;
  }

  void start() {
    client.setOnReadyHandler(this::pump);
    client.setOnCancelHandler(this::stop);
    if (follow) {
      subscription = checkpoints.subscribe(checkpoint -> loop.signal());
    }
    pump();
  }

  private void pump() {
    while (!ended && client.isReady() && !chunk.isEmpty()) {
      client.onNext(chunk.poll());
    }
    if (ended || reading || !chunk.isEmpty()) {
      return;
    }
    if (next >= end) {
      stop();
      client.onCompleted();
      return;
    }
    long limit = Math.min(end, follow ? visibleSize() : Long.MAX_VALUE);
    if (next < limit) {
      read(limit);
    }
  }

  private void read(long limit) {
    reading = true;
    long from = next;
    long to = Math.min(limit, from + CHUNK_ENTRIES);
    pool.call(
        () -> load(from, to),
        entries -> {
          reading = false;
          if (entries.isEmpty()) {
            fail(new IOException("entries " + from + ".." + to + ": none were read"));
            return;
          }
          chunk.addAll(entries);
          next += entries.size();
          pump();
        },
        this::fail);
  }

  private List<StreamEntriesResponse> load(long from, long to) throws IOException {
    List<StreamEntriesResponse> entries = new ArrayList<>();
    int[] bytes = new int[1];
    reads.entries(
        from,
        to,
        (index, entry) -> {
          entries.add(
              StreamEntriesResponse.newBuilder()
                  .setIndex(index)
                  .setEntry(ByteString.copyFrom(entry))
                  .build());
          bytes[0] += entry.length;
          return bytes[0] < CHUNK_BYTES;
        });
    return entries;
  }

  private void fail(Throwable failure) {
    if (!ended) {
      stop();
      client.onError(StatusDetails.of(failure));
    }
  }

  private void stop() {
    ended = true;
    chunk.clear();
    if (subscription != null) {
      subscription.close();
    }
  }

  private long visibleSize() {
    return checkpoints.visible().map(PublishedCheckpoint::size).orElse(0L);
  }

  private static RuntimeException outOfRange(String field, long value, String expected) {
    String message = field + ": " + value + " (expected: " + expected + ")";
    return Failure.of(Reason.OUT_OF_RANGE, field, Long.toString(value), message).toException();
  }
}
