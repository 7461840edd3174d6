package dev.vitrine.server.observe;

/**
 * Every metric of the server: name, kind and meaning; {@code docs/metrics.md} lists the same, held
 * by a test.
 */
public enum Metric {
  APPENDS("vitrine.appends", "Appends answered, by result"),
  APPEND_BYTES("vitrine.append.bytes", "Bytes of entries made durable"),
  BATCHES("vitrine.batches", "Batches committed"),
  BATCH_ENTRIES("vitrine.batch.entries", "New entries in a batch"),
  COMMIT_SECONDS("vitrine.commit", "Time to write and sync one batch"),
  PREPARE_SECONDS("vitrine.prepare", "Time to decide on one batch and extend the tree"),
  APPEND_SECONDS("vitrine.append", "Time from offer to durable, of one entry in each batch"),
  CPU("vitrine.cpu.seconds", "CPU time of the write path, by stage"),
  QUEUE_DEPTH("vitrine.queue.depth", "Accepted entries that wait for a batch"),
  QUEUE_CAPACITY("vitrine.queue.capacity", "Entries the queue can hold"),
  COMMITTED_SIZE("vitrine.committed.size", "Entries in the committed tree"),
  SIGNED_SIZE("vitrine.signed.size", "Entries under the newest signed checkpoint"),
  VISIBLE_SIZE("vitrine.visible.size", "Entries under the newest visible checkpoint"),
  CHECKPOINT_AGE("vitrine.checkpoint.age", "Seconds since the newest checkpoint was signed"),
  PUBLISH_SECONDS("vitrine.publish", "Time to check, sign and store one checkpoint"),
  CHECKPOINTS("vitrine.checkpoints", "Checkpoints signed"),
  QUORUM_MISSES("vitrine.quorum.misses", "Rounds in which witnesses did not meet the quorum"),
  WITNESS_ANSWERS("vitrine.witness.answers", "Answers of witnesses, by witness and outcome"),
  WITNESS_SECONDS("vitrine.witness.request", "Time until a witness cosigned or failed, by witness"),
  WITNESS_SIZE("vitrine.witness.size", "Entries under what a witness cosigned last, -1 if nothing"),
  MIRROR_PUSHES("vitrine.mirror.pushes", "Pushes to mirrors, by mirror and outcome"),
  MIRROR_SECONDS(
      "vitrine.mirror.push", "Time until a mirror held a checkpoint or failed, by mirror"),
  MIRROR_SIZE(
      "vitrine.mirror.size", "Entries a mirror says it holds durably, -1 if it did not yet"),
  MIRROR_NEXT(
      "vitrine.mirror.next.entry",
      "First entry a mirror lacks as it last said, ahead of its size while it is filled; -1 if unknown"),
  DISK_FREE("vitrine.disk.free", "Bytes free on the data folder's file system"),
  DISK_FLOOR("vitrine.disk.floor", "Bytes that must be free for appends to be taken"),
  STORE_MEMORY("vitrine.store.memory", "Native memory of the store, by use"),
  STORE_DISK("vitrine.store.disk", "Bytes of the store's live table files"),
  ACCEPTING("vitrine.accepting", "1 while appends are taken"),
  REQUESTS("vitrine.requests", "Requests answered, by protocol, method and code"),
  REQUEST_SECONDS("vitrine.request", "Time to answer a request, by protocol and method"),
  CONNECTIONS("vitrine.connections", "Open connections");

  private final String key;
  private final String meaning;

  Metric(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The name in dots; Prometheus shows it with underscores, unit and suffix. */
  public String key() {
    return key;
  }

  public String meaning() {
    return meaning;
  }
}
