package dev.vitrine.record;

import dev.vitrine.admission.TestLog;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.Subject;
import java.time.Instant;

/**
 * A move that a vendor told the press of in 2018: the plan of 15 May and the start on 13 November.
 * Nobody verified it, and the records say so.
 */
final class RelocationExamples {
  private static final String ID = "eu-files-2018";
  private static final String VENDOR = "Kaspersky Lab";
  private static final String STATEMENT = "press statement, unverified: ";

  private final ExampleLog examples;

  RelocationExamples(ExampleLog examples) {
    this.examples = examples;
  }

  void write() {
    add(
        "data-relocation",
        step(State.PLANNED, Instant.parse("2018-05-15T00:00:00Z"), "as the trade press told it"));
    Instant start = Instant.parse("2018-11-13T00:00:00Z");
    add(
        "data-relocation-started",
        step(State.STARTED, start, "data of European users now processed in Zurich")
            .setStarted(Times.of(start))
            .setCutOver(Times.of(start)));
  }

  private DataRelocation.Builder step(State state, Instant told, String source) {
    DataRelocation.Builder step =
        DataRelocation.newBuilder()
            .setCommon(
                examples.log.next(
                    Kind.DATA_RELOCATION,
                    examples.log.key(Role.RESIDENCY_OFFICER),
                    "relocations/" + ID))
            .setRelocationId(ID)
            .setState(state)
            .setDataset(
                Dataset.newBuilder()
                    .setId("suspicious-files")
                    .addCategories("malicious and suspicious files that users chose to share")
                    .addCategories("their metadata")
                    .setPersonalData(Dataset.PersonalData.POSSIBLE))
            .addSubjectRegions("EU")
            .setController(VENDOR)
            .addFrom(place("", "RU"))
            .addTo(place("zurich", "CH"))
            .setMethod(DataRelocation.Method.REROUTE_NEW_INTAKE)
            .setDue(Times.of(Instant.parse("2019-12-31T00:00:00Z")))
            .setProvenance(STATEMENT + source);
    step.getCommonBuilder()
        .setIssuedAt(Times.of(told))
        .setBackfill(true)
        .setBackfillReason("told in public on the day of issue");
    return step;
  }

  private static Location place(String site, String country) {
    return Location.newBuilder()
        .setSite(site)
        .setCountry(country)
        .setOperator(VENDOR)
        .setLaw(country)
        .build();
  }

  private void add(String name, DataRelocation.Builder step) {
    Subject subject =
        Subject.newBuilder()
            .setName("relocation:" + ID)
            .putDigest("sha256", TestLog.sha256("relocation:" + ID))
            .build();
    examples.add(
        name,
        Kind.DATA_RELOCATION,
        step.build(),
        subject,
        examples.log.key(Role.RESIDENCY_OFFICER));
  }
}
