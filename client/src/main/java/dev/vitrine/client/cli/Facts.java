package dev.vitrine.client.cli;

import dev.vitrine.client.HeadSignatures;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import java.util.List;

/** The facts that several commands report, in one wording. */
final class Facts {
  private Facts() {}

  /** Who signed a head, when, and what that does not show. */
  static Answer head(Answer answer, VerifiedHead head) {
    answer.fact("origin", head.origin()).fact("size", head.size()).fact("root", head.root().hex());
    signatures(answer, head.signatures());
    if (head.extendsSize().isPresent()) {
      answer.fact("rememberedSize", head.extendsSize().getAsLong());
    } else {
      answer.notProven(
          "what the log showed before: this is the first head of it seen here, remembered from now on");
    }
    return answer;
  }

  static void signatures(Answer answer, HeadSignatures signatures) {
    answer.fact("signedBy", words(signatures.log()));
    answer.fact("witnessedBy", words(signatures.witnesses()));
    if (signatures.witnesses().isEmpty()) {
      answer.notProven(
          "that everybody is shown this history: no witness of the policy has cosigned it");
    }
  }

  private static List<Object> words(List<HeadSignatures.Signer> signers) {
    return signers.stream().map(Facts::words).toList();
  }

  private static Object words(HeadSignatures.Signer signer) {
    String when = signer.time().map(time -> ", at " + time).orElse("");
    return "%s (%s, key %s%s)".formatted(signer.name(), signer.algorithm(), signer.keyId(), when);
  }

  static Answer inclusion(Answer answer, VerifiedInclusion inclusion) {
    answer
        .fact("index", inclusion.proof().index())
        .fact("leafHash", inclusion.leafHash().hex())
        .fact("proofHashes", (long) inclusion.proof().path().size());
    return head(answer, inclusion.head());
  }
}
