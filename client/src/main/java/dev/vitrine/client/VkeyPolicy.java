package dev.vitrine.client;

import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import java.util.List;

/** The policy of those who know a log's keys and ask for no witnesses. */
public final class VkeyPolicy {
  private VkeyPolicy() {}

  /**
   * Accepts a checkpoint that any of these keys signed.
   *
   * @param vkeys C2SP verifier keys of logs, at least one
   * @return a policy with {@code quorum none}
   * @throws IllegalArgumentException if one is malformed
   */
  public static Policy of(List<String> vkeys) {
    if (vkeys.isEmpty()) {
      throw new IllegalArgumentException("vkeys: none (expected: at least one)");
    }
    StringBuilder text = new StringBuilder();
    vkeys.forEach(vkey -> text.append("log ").append(vkey.strip()).append('\n'));
    try {
      return Policy.parse(text.append("quorum none\n").toString());
    } catch (PolicyFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
