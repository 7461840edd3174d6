package dev.vitrine.record;

import dev.vitrine.admission.TestLog;
import dev.vitrine.v1.Key.Role;

/**
 * The examples of docs/records/examples.md: one log of every kind of record, about public facts.
 * Keys, signatures and the roles of the signers are ours.
 */
final class RecordExamples {
  private RecordExamples() {}

  static ExampleLog write() {
    ExampleLog examples = new ExampleLog();
    TestLog log = examples.log;
    examples.add("policy", log.policy(log.policyMessage().build()));
    for (Role role : Role.values()) {
      if (role != Role.ROLE_UNSPECIFIED && role != Role.UNRECOGNIZED) {
        log.mustAppend(log.register(role, log.key(role), "Example " + role));
      }
    }
    new KeyExamples(examples).write();
    new SigstoreJavaExamples(examples).write();
    new PmdExamples(examples).write();
    new RequestsExamples(examples).write();
    new RelocationExamples(examples).write();
    return examples;
  }
}
