package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.server.config.Config;

/** Which rules decide what enters. */
final class Admissions {
  private Admissions() {}

  static Admission of(Config config) {
    return switch (config.admission()) {
      case OPEN, RECORDS -> new OpenAdmission();
    };
  }
}
