package dev.vitrine.client.monitor;

import dev.vitrine.client.monitor.LoggedRecord.RecordSubject;
import dev.vitrine.v1.Build;
import java.util.Optional;
import java.util.function.Consumer;

/** One version of a product, one digest for each of its files. */
final class Versions implements Rule {
  @Override
  public String name() {
    return "versions";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    if (!(record.predicate() instanceof Build build)) {
      return;
    }
    String version =
        String.join(
            "\n",
            build.getProduct(),
            build.getVersion(),
            build.getChannel().name(),
            build.getPlatform(),
            build.getArch(),
            build.getLocale());
    for (RecordSubject subject : record.subjects()) {
      String name = version + "\n" + subject.name();
      Optional<String> known = memory.get(name);
      if (known.isEmpty()) {
        memory.put(name, subject.sha256());
      } else if (!known.get().equals(subject.sha256())) {
        report.accept(secondDigest(record.index(), build, subject, known.get()));
      }
    }
  }

  private static Finding secondDigest(
      long index, Build build, RecordSubject subject, String known) {
    return Finding.about(
        "SECOND_DIGEST",
        build.getRespin() ? Severity.WARNING : Severity.CRITICAL,
        build.getProduct() + " " + build.getVersion() + " " + subject.name(),
        String.format(
            "%s %s: %s has digest %s (logged before: %s)%s",
            build.getProduct(),
            build.getVersion(),
            subject.name(),
            subject.sha256(),
            known,
            build.getRespin() ? ", respin: " + build.getRespinReason() : ""),
        index);
  }
}
