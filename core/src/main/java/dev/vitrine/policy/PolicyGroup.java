package dev.vitrine.policy;

import java.util.List;

/**
 * A group that has witnessed a checkpoint when enough of its members have.
 *
 * @param threshold 1..number of members
 * @param members names of witnesses and groups
 */
public record PolicyGroup(String name, int threshold, List<String> members) {
  /** Refuses thresholds out of range. */
  public PolicyGroup {
    members = List.copyOf(members);
    if (threshold < 1 || threshold > members.size()) {
      throw new IllegalArgumentException(
          "group threshold: " + threshold + " (expected: 1.." + members.size() + ")");
    }
  }
}
