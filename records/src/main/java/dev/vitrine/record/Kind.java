package dev.vitrine.record;

import com.google.protobuf.Message;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.ReleaseReconciliation;
import dev.vitrine.v1.Withdrawal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The nine kinds of records. The numbers are part of the admission state and never change. */
public enum Kind {
  BUILD(1, "build", Build.getDefaultInstance(), m -> ((Build) m).getCommon()),
  DETECTION_UPDATE(
      2,
      "detection-update",
      DetectionUpdate.getDefaultInstance(),
      m -> ((DetectionUpdate) m).getCommon()),
  DATA_RELOCATION(
      3,
      "data-relocation",
      DataRelocation.getDefaultInstance(),
      m -> ((DataRelocation) m).getCommon()),
  REBUILD(4, "rebuild", Rebuild.getDefaultInstance(), m -> ((Rebuild) m).getCommon()),
  WITHDRAWAL(5, "withdrawal", Withdrawal.getDefaultInstance(), m -> ((Withdrawal) m).getCommon()),
  KEY(6, "key", Key.getDefaultInstance(), m -> ((Key) m).getCommon()),
  COUNTERSIGN(
      7, "countersign", Countersign.getDefaultInstance(), m -> ((Countersign) m).getCommon()),
  POLICY(8, "policy", Policy.getDefaultInstance(), m -> ((Policy) m).getCommon()),
  RELEASE_RECONCILIATION(
      9,
      "release-reconciliation",
      ReleaseReconciliation.getDefaultInstance(),
      m -> ((ReleaseReconciliation) m).getCommon());

  private static final Map<String, Kind> BY_URI =
      Arrays.stream(values()).collect(Collectors.toMap(Kind::uri, Function.identity()));
  private static final Map<String, Kind> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(Kind::id, Function.identity()));

  private final int number;
  private final String id;
  private final String uri;
  private final Message prototype;
  private final Function<Message, Common> common;
  private final MessageReader reader;

  Kind(int number, String id, Message prototype, Function<Message, Common> common) {
    this.number = number;
    this.id = id;
    this.uri = "https://vitrine.dev/" + id + "/v1";
    this.prototype = prototype;
    this.common = common;
    this.reader = MessageReader.of(prototype);
  }

  public static Optional<Kind> ofUri(String uri) {
    return Optional.ofNullable(BY_URI.get(uri));
  }

  public static Optional<Kind> ofId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The number that stands for the kind in the admission state. */
  public int number() {
    return number;
  }

  /** The name in commands and file names, for example {@code detection-update}. */
  public String id() {
    return id;
  }

  /** The predicateType, for example {@code https://vitrine.dev/detection-update/v1}. */
  public String uri() {
    return uri;
  }

  /** An empty predicate of the kind. */
  public Message prototype() {
    return prototype;
  }

  /** The common part of a predicate of this kind. */
  public Common common(Message predicate) {
    return common.apply(predicate);
  }

  MessageReader reader() {
    return reader;
  }
}
