package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A {@link LogClient} as futures, which fail with the exceptions that the blocking methods throw.
 */
public final class AsyncLogClient {
  private final LogClient client;
  private final Executor executor;

  AsyncLogClient(LogClient client, Executor executor) {
    this.client = client;
    this.executor = executor;
  }

  /**
   * As {@link LogClient#head}.
   *
   * @return the head
   */
  public CompletableFuture<VerifiedHead> head() {
    return run(client::head);
  }

  /**
   * As {@link LogClient#entry}.
   *
   * @param index 0..2^63-1
   * @return the entry
   */
  public CompletableFuture<VerifiedEntry> entry(long index) {
    return run(() -> client.entry(index));
  }

  /**
   * As {@link LogClient#inclusion(Hash)}.
   *
   * @param leafHash the leaf hash
   * @return the proof, checked
   */
  public CompletableFuture<VerifiedInclusion> inclusion(Hash leafHash) {
    return run(() -> client.inclusion(leafHash));
  }

  /**
   * As {@link LogClient#append}.
   *
   * @param entry 1..65,535 bytes
   * @param stage how far it must have come
   * @return the log's promise, and the proof
   */
  public CompletableFuture<Appended> append(byte[] entry, Stage stage) {
    byte[] copy = entry.clone();
    return run(() -> client.append(copy, stage));
  }

  private <T> CompletableFuture<T> run(Callable<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            answer.complete(question.call());
          } catch (Exception e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }
}
