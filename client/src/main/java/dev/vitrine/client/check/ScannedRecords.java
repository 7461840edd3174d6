package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.record.Digests;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Withdrawal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Reads every entry of a head once and answers from memory: no index is believed, so nothing can be
 * withheld. For logs that fit.
 */
final class ScannedRecords implements RecordSource {
  private final VerifiedHead head;
  private final TreeMap<Long, LoggedRecord> records = new TreeMap<>();
  private final Map<LookupKey, List<LoggedRecord>> byKey = new HashMap<>();
  private final Map<String, List<LoggedRecord>> byName = new HashMap<>();
  private final List<NewerRecord> newer = new ArrayList<>();
  private final List<LoggedRecord> ranges = new ArrayList<>();

  private ScannedRecords(VerifiedHead head) {
    this.head = head;
  }

  static ScannedRecords read(LogClient client, VerifiedHead head, LongConsumer progress)
      throws LogException {
    ScannedRecords scanned = new ScannedRecords(head);
    client.entries(
        0,
        head.size(),
        head,
        (index, entry) -> {
          scanned.add(index, entry);
          progress.accept(index + 1);
        });
    return scanned;
  }

  private void add(long index, byte[] entry) {
    LoggedRecord record;
    try {
      record = LoggedRecord.parse(index, entry);
    } catch (RecordFormatException e) {
      if (e.isNewerFormat()) {
        newer.add(NewerRecord.of(index, entry, e));
      }
      return;
    }
    records.put(index, record);
    if (record.isRelease()) {
      addRelease(record);
    }
    addTargets(record);
  }

  private void addRelease(LoggedRecord record) {
    record
        .statement()
        .subjects()
        .forEach(
            subject -> {
              byName
                  .computeIfAbsent(fileName(subject.getName()), n -> new ArrayList<>())
                  .add(record);
              subject.getDigestMap().values().stream()
                  .filter(Digests::isSha256)
                  .map(dev.vitrine.merkle.Hash::ofHex)
                  .forEach(digest -> put(LookupKey.artifact(digest), record));
            });
    if (record.statement().predicate() instanceof DetectionUpdate update) {
      String blob = update.getFiles().getManifest().getSha256();
      if (Digests.isSha256(blob)) {
        put(LookupKey.document(dev.vitrine.merkle.Hash.ofHex(blob)), record);
      }
      String stream = update.getCommon().getStream();
      if (!stream.isEmpty()) {
        put(LookupKey.stream(stream, ""), record);
        put(LookupKey.stream(stream, Long.toString(update.getCommon().getSequence())), record);
      }
    }
    if (record.statement().predicate() instanceof dev.vitrine.v1.Build build
        && !build.getProduct().isEmpty()) {
      put(LookupKey.product(build.getProduct(), ""), record);
      put(LookupKey.product(build.getProduct(), build.getVersion()), record);
    }
  }

  private void addTargets(LoggedRecord record) {
    if (record.statement().predicate() instanceof Key key && !key.getKeyId().isEmpty()) {
      put(LookupKey.aboutKey(key.getKeyId()), record);
      if (!key.getReplaces().isEmpty()) {
        put(LookupKey.aboutKey(key.getReplaces()), record);
      }
    } else if (record.statement().predicate() instanceof Rebuild rebuild) {
      put(LookupKey.target(rebuild.getTarget().getIndex()), record);
    } else if (record.statement().predicate() instanceof Withdrawal withdrawal) {
      if (withdrawal.hasStreamRange()) {
        ranges.add(record);
      } else {
        put(LookupKey.target(withdrawal.getTarget().getIndex()), record);
      }
    } else if (record.statement().predicate() instanceof Countersign countersign) {
      for (EntryRef target : countersign.getTargetsList()) {
        put(LookupKey.target(target.getIndex()), record);
      }
      if (countersign.hasRange()) {
        ranges.add(record);
      }
    }
  }

  private void put(LookupKey key, LoggedRecord record) {
    List<LoggedRecord> list = byKey.computeIfAbsent(key, k -> new ArrayList<>());
    if (list.isEmpty() || list.get(list.size() - 1).index() != record.index()) {
      list.add(record);
    }
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @Override
  public VerifiedHead head() {
    return head;
  }

  @Override
  public List<LoggedRecord> find(LookupKey key) throws FormatNewerException {
    refuseNewer(key);
    List<LoggedRecord> found = new ArrayList<>(byKey.getOrDefault(key, List.of()));
    if (key.field() == LookupKey.Field.TARGET_INDEX) {
      found.addAll(ranges);
    }
    return found;
  }

  /** A record that cannot be read, and has the digest that is looked for, may be the answer. */
  private void refuseNewer(LookupKey key) throws FormatNewerException {
    String digest =
        switch (key.field()) {
          case ARTIFACT_SHA256, BLOB_SHA256, ABOUT_KEY -> key.value();
          case TARGET_INDEX -> leafHash(Long.parseLong(key.value()));
          case PRODUCT, STREAM, PURL, KEY_ID, FILE_NAME, DATASET, RELOCATION_ID, REGION, EVENT_ID ->
              "";
        };
    for (NewerRecord record : newer) {
      boolean isAboutKey = key.field() != LookupKey.Field.ABOUT_KEY || record.isKey();
      if (record.digests().contains(digest) && isAboutKey) {
        throw record.failure();
      }
    }
  }

  private String leafHash(long index) {
    LoggedRecord target = records.get(index);
    return target == null ? "" : target.leafHash().hex();
  }

  @Override
  public List<LoggedRecord> named(String fileName) {
    return byName.getOrDefault(fileName, List.of());
  }

  @Override
  public Optional<LoggedRecord> at(long index) {
    return Optional.ofNullable(records.get(index));
  }

  @Override
  public boolean isComplete() {
    return true;
  }
}
