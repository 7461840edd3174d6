package dev.vitrine.bench.load;

/** Which entry each request carried and at which index the log said it is. */
public final class Acks {

  private final LongColumn entryIds = new LongColumn();
  private final LongColumn indices = new LongColumn();

  // Written by the driver's thread before any request of that number is sent.
  private volatile long requests;

  void sent(long request, long entryId) {
    entryIds.set(request, entryId);
    requests = request + 1;
  }

  void acknowledged(long request, long index) {
    indices.set(request, index);
  }

  public long requests() {
    return requests;
  }

  public long entryId(long request) {
    return entryIds.get(request);
  }

  /** The index, or -1 where the request was never acknowledged. */
  public long index(long request) {
    return indices.get(request);
  }
}
