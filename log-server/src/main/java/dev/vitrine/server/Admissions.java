package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.admission.RecordAdmission;
import dev.vitrine.admission.StateHead;
import dev.vitrine.server.admission.StoreBlobs;
import dev.vitrine.server.admission.StoreState;
import dev.vitrine.server.config.AdmissionMode;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StartRefusedException;
import java.io.IOException;

/** Which rules decide what enters. */
final class Admissions {
  private Admissions() {}

  /**
   * @throws StartRefusedException if the log holds entries that the rules have not decided on
   */
  static Admission open(Config config, String origin, LogStore store) throws IOException {
    if (config.admission() == AdmissionMode.OPEN) {
      return new OpenAdmission();
    }
    StoreState state = new StoreState(store);
    StateHead head = StateHead.of(state);
    if (head.size() != store.head().size()) {
      throw new StartRefusedException(
          "admission: the rules have decided on "
              + head.size()
              + " entries of this log (expected: all "
              + store.head().size()
              + "). It was written in open mode, and goes on in open mode only: set admission: open.");
    }
    return new RecordAdmission(
        state, new StoreBlobs(store), RootPolicy.of(config, origin).map(RootPolicy::payloadSha256));
  }
}
