package dev.vitrine.client.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a response body and cancels the exchange as soon as it grows beyond a limit. */
public final class LimitedBody implements BodySubscriber<byte[]> {
  private final int limit;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private final List<ByteBuffer> received = new ArrayList<>();
  private int size;
  private Flow.@Nullable Subscription subscription;

  /**
   * @param limit most bytes, beyond which the body is an {@link AnswerTooLargeException}
   */
  public LimitedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription granted) {
    subscription = granted;
    granted.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (result.isDone()) {
        return;
      }
      if (buffer.remaining() > limit - size) {
        refuse();
        return;
      }
      size += buffer.remaining();
      received.add(buffer);
    }
  }

  private void refuse() {
    if (subscription != null) {
      subscription.cancel();
    }
    received.clear();
    result.completeExceptionally(new AnswerTooLargeException(limit));
  }

  @Override
  public void onError(Throwable cause) {
    result.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    byte[] body = new byte[size];
    int at = 0;
    for (ByteBuffer buffer : received) {
      int length = buffer.remaining();
      buffer.get(body, at, length);
      at += length;
    }
    received.clear();
    result.complete(body);
  }
}
