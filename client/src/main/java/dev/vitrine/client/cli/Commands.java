package dev.vitrine.client.cli;

import java.util.List;
import java.util.Optional;

/** The commands by name. The only place to change when a command is added. */
final class Commands {
  /** In the order in which the help shows them. */
  static final List<String> NAMES =
      List.of(
          "check",
          "bundle",
          "evidence",
          "keygen",
          "append",
          "get",
          "head",
          "tail",
          "proof",
          "audit",
          "witness",
          "monitor",
          "mirror",
          "record",
          "lookup",
          "where");

  private Commands() {}

  /** A new command object; only its own class is loaded. */
  static Optional<Object> create(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "check" -> new CheckCommand();
          case "bundle" -> new BundleCommand();
          case "evidence" -> new EvidenceCommand();
          case "keygen" -> new KeygenCommand();
          case "append" -> new AppendCommand();
          case "get" -> new GetCommand();
          case "head" -> new HeadCommand();
          case "tail" -> new TailCommand();
          case "proof" -> new ProofCommand();
          case "audit" -> new AuditCommand();
          case "mirror" -> new MirrorCommand();
          case "monitor" -> new MonitorCommand();
          case "witness" -> new WitnessCommand();
          case "record" -> RecordCommand.create();
          case "lookup" -> new LookupCommand();
          case "where" -> new WhereCommand();
          case "rehearse" -> new RehearseCommand();
          default -> null;
        });
  }
}
