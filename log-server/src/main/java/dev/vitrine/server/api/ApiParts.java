package dev.vitrine.server.api;

import dev.vitrine.server.access.ApiContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What the HTTP and the gRPC side share. */
public record ApiParts(
    Appends appends,
    Quota quota,
    Queries queries,
    Lookups lookups,
    Blobs blobs,
    ReadPool pool,
    UnreadAnswers unread,
    KeepAlive keepAlive) {

  /** Reads that may wait for each reading thread: about a quarter of a second of them. */
  private static final int QUEUE_PER_THREAD = 4_096;

  /** Makes the parts of a server. */
  public static ApiParts of(ApiContext context) {
    int threads = context.config().readThreads();
    ReadPool pool = new ReadPool(threads, threads * QUEUE_PER_THREAD);
    Quota quota =
        new Quota(
            context.config().quotaEntriesPerSecond(),
            context.config().quotaBytesPerSecond(),
            context.config().quotaBurstSeconds(),
            System::nanoTime);
    Appends appends =
        new Appends(
            context.appender(),
            context.checkpoints(),
            context.reads(),
            pool,
            context.config().waitTimeout());
    return new ApiParts(
        appends,
        quota,
        new Queries(context.reads(), context.checkpoints()),
        new Lookups(context.reads(), context.checkpoints()),
        blobs(context),
        pool,
        new UnreadAnswers(),
        new KeepAlive());
  }

  private static Blobs blobs(ApiContext context) {
    Path uploads = context.config().dataFolder().resolve("uploads");
    try {
      return new Blobs(context.reads(), context.config().blobMaxSize(), uploads).withoutLeftovers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
