package dev.vitrine.admission;

import dev.vitrine.admission.CheckedRecord.CheckedSignature;
import dev.vitrine.admission.Signers.Signer;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.KeyState;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.RootKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who signed a record, on the state of its own index. */
record SignerCheck(LogState state, CheckedRecord record, Policy policy) {

  /** Names every signer and verifies what the stateless half could not. */
  Signers resolve() throws RejectionException {
    List<Signer> signers = new ArrayList<>();
    for (int i = 0; i < record.signatures().size(); i++) {
      CheckedSignature signature = record.signatures().get(i);
      KeyState key = find(signature.keyId());
      if (!signature.verified().equals(Optional.of(Signing.algorithm(key.getAlgorithm())))) {
        RecordAdmission.verify(
            Signing.key(key), record.envelope().pae(), record.envelope().signatures().get(i));
      }
      signers.add(new Signer(signature.keyId(), key));
    }
    return new Signers(signers);
  }

  private KeyState find(String keyId) throws RejectionException {
    Optional<KeyState> registered = state.key(keyId);
    if (registered.isPresent()) {
      return registered.get();
    }
    if (record.statement().kind() == Kind.POLICY) {
      // A policy may be signed by the root keys it names, before they are in force.
      for (RootKey key : ((Policy) record.statement().predicate()).getRootKeysList()) {
        if (key.getKeyId().equals(keyId)) {
          return PolicyRules.root(key).setRoot(isFirst()).build();
        }
      }
    }
    throw Reason.KEY_UNKNOWN.refuse("signatures", keyId, "a key registered in this log");
  }

  private boolean isFirst() {
    return policy == record.statement().predicate();
  }

  /** Refuses signers that may sign nothing at this index. */
  void requireInForce(Signers signers) throws RejectionException {
    Common common = record.statement().common();
    if (!signers.contains(common.getIssuer())) {
      throw Reason.ISSUER.refuse(
          "predicate.common.issuer", common.getIssuer(), "the id of one of the signers");
    }
    long issued = Times.instant(common.getIssuedAt()).getEpochSecond();
    for (Signer signer : signers.list()) {
      requireInForce(signer, issued);
    }
  }

  private static void requireInForce(Signer signer, long issued) throws RejectionException {
    KeyState key = signer.state();
    switch (key.getStatus()) {
      case RETIRED ->
          throw Reason.KEY_RETIRED.refuse(
              "signatures", signer.keyId(), "a key in force; retired at entry " + key.getSince());
      case REVOKED ->
          throw Reason.KEY_REVOKED.refuse(
              "signatures", signer.keyId(), "a key in force; revoked at entry " + key.getSince());
      default -> {}
    }
    boolean early = key.getNotBefore() != 0 && issued < key.getNotBefore();
    boolean late = key.getNotAfter() != 0 && issued > key.getNotAfter();
    if (early || late) {
      throw Reason.KEY_NOT_VALID.refuse(
          "signatures",
          signer.keyId(),
          "issue at " + key.getNotBefore() + ".." + key.getNotAfter() + " (Unix seconds)");
    }
  }
}
