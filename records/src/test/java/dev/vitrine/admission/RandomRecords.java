package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.StreamRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A seeded stream of records, right and wrong ones, that fits what the log has become so far. */
public final class RandomRecords {
  private final TestLog log;
  private final TestRecords records;
  private final Random random;
  private final List<Envelope> made = new ArrayList<>();
  private int nextKey = 1000;

  public RandomRecords(TestLog log, long seed) {
    this.log = log;
    this.records = new TestRecords(log);
    this.random = new Random(seed);
  }

  public Envelope next() {
    Envelope envelope = !made.isEmpty() && random.nextInt(12) == 0 ? again() : fresh();
    made.add(envelope);
    return envelope;
  }

  private Envelope again() {
    return made.get(random.nextInt(made.size()));
  }

  private Envelope fresh() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> build();
      case 2, 3 -> update();
      case 4 -> relocation();
      case 5 -> rebuild();
      case 6 -> about();
      default -> key();
    };
  }

  private Envelope build() {
    Build.Builder build = records.build("p" + random.nextInt(3), "v" + random.nextInt(4));
    bend(build.getCommonBuilder());
    if (random.nextInt(4) == 0) {
      build.setRespin(true).setRespinReason("again");
    }
    List<SigningKey> keys = new ArrayList<>(List.of(log.key(Role.PIPELINE)));
    keys.add(random.nextInt(6) == 0 ? log.key(Role.REBUILDER) : log.key(Role.RELEASE_MANAGER));
    return sign(
        Kind.BUILD,
        build.build(),
        List.of(subject("a" + random.nextInt(2))),
        keys.toArray(new SigningKey[0]));
  }

  private Envelope update() {
    DetectionUpdate.Builder update = records.update("s" + random.nextInt(3));
    bend(update.getCommonBuilder());
    if (random.nextInt(3) == 0) {
      update.setKind(DetectionUpdate.Kind.INCREMENTAL).setBaseSequence(random.nextInt(3));
    }
    return records.signed(update);
  }

  private Envelope relocation() {
    DataRelocation.State[] states = {
      DataRelocation.State.PLANNED,
      DataRelocation.State.STARTED,
      DataRelocation.State.COMPLETED,
      DataRelocation.State.SOURCE_DISPOSED,
      DataRelocation.State.INCIDENT
    };
    DataRelocation.Builder relocation =
        records.relocation("m" + random.nextInt(3), states[random.nextInt(states.length)]);
    bend(relocation.getCommonBuilder());
    return random.nextInt(5) == 0
        ? records.signed(relocation, log.key(Role.RESIDENCY_OFFICER))
        : records.signed(relocation);
  }

  private Envelope rebuild() {
    Rebuild.Builder rebuild =
        records.rebuild(random.nextInt(log.entries.size()), "a" + random.nextInt(2));
    if (random.nextBoolean()) {
      rebuild.setVerdict(Rebuild.Verdict.BAD).setMatched(0);
    }
    return records.signed(rebuild);
  }

  private Envelope about() {
    int target = random.nextInt(log.entries.size());
    if (random.nextBoolean()) {
      Countersign.Builder countersign = records.countersign().addTargets(log.ref(target));
      return records.signed(countersign);
    }
    SigningKey signer = log.key(random.nextBoolean() ? Role.SUPERVISOR : Role.PIPELINE);
    return random.nextBoolean()
        ? records.signed(records.withdrawal(signer).setTarget(log.ref(target)), signer)
        : records.signed(
            records
                .withdrawal(signer)
                .setStreamRange(
                    StreamRange.newBuilder()
                        .setStream("s0")
                        .setFrom(1)
                        .setTo(random.nextInt(4) + 1)),
            signer);
  }

  private Envelope key() {
    Role[] roles = {Role.PIPELINE, Role.REBUILDER, Role.UPDATE_ASSEMBLER};
    Role role = roles[random.nextInt(roles.length)];
    SigningKey fresh = TestLog.key(nextKey++);
    return switch (random.nextInt(3)) {
      case 0 -> log.register(role, fresh, "owner");
      case 1 -> {
        SigningKey old = log.key(role);
        Envelope rotation =
            log.key(
                log.registration(role, fresh, "owner")
                    .setAction(Key.Action.ROTATE)
                    .setReplaces(TestLog.id(old))
                    .build(),
                old);
        log.keys.put(role, fresh);
        yield rotation;
      }
      default ->
          log.key(
              Key.newBuilder()
                  .setCommon(log.common(Kind.KEY, log.roots.get(0)))
                  .setAction(Key.Action.RETIRE)
                  .setKeyId(sha256("k" + random.nextInt(5)))
                  .build());
    };
  }

  /** Now and then breaks one of the fields that the rules for all kinds look at. */
  private void bend(Common.Builder common) {
    switch (random.nextInt(24)) {
      case 0 -> common.setSequence(common.getSequence() + 1);
      case 1 -> common.setPrevious(sha256("other"));
      case 2 -> common.setIssuer(TestLog.id(log.key(Role.AUDITOR)));
      case 3 ->
          common.setSupersedes(
              EntryRef.newBuilder().setIndex(1).setLeafHash(sha256("other")).build());
      case 4 -> common.setSupersedes(log.ref(random.nextInt(log.entries.size())));
      default -> {}
    }
  }
}
