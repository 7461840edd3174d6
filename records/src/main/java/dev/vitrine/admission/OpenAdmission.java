package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.time.Instant;
import java.util.List;

/** Any bytes may enter: a general-purpose log. */
public final class OpenAdmission implements Admission {

  /** The longest entry that an entry bundle can carry, whose length prefix is 16 bits. */
  public static final int MAX_ENTRY_LENGTH = 65_535;

  private static final Decision ADMITTED = new Decision.Admitted(List.of(), List.of());

  @Override
  public Candidate check(byte[] entry) throws RejectionException {
    if (entry.length == 0 || entry.length > MAX_ENTRY_LENGTH) {
      throw new Rejection(
              "ENTRY_SIZE",
              "",
              Integer.toString(entry.length),
              "entry length: " + entry.length + " bytes (expected: 1.." + MAX_ENTRY_LENGTH + ")",
              Rejection.Status.INVALID_ARGUMENT)
          .toException();
    }
    return new AnyEntry(entry, TreeHasher.leaf(entry));
  }

  @Override
  public Decision admit(StateView state, Candidate candidate, long index, Instant batchTime) {
    return ADMITTED;
  }

  private record AnyEntry(byte[] entry, Hash leafHash) implements Candidate {}
}
