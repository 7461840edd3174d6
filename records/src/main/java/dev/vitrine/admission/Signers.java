package dev.vitrine.admission;

import dev.vitrine.v1.Key;
import dev.vitrine.v1.KeyState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The keys that validly signed a record, as they stand at its index. */
record Signers(List<Signer> list) {

  record Signer(String keyId, KeyState state) {}

  Signers {
    list = List.copyOf(list);
  }

  boolean contains(String keyId) {
    return list.stream().anyMatch(s -> s.keyId().equals(keyId));
  }

  boolean has(Key.Role role) {
    return count(Set.of(role)) > 0;
  }

  /** Number of different keys with one of the roles. */
  int count(Collection<Key.Role> roles) {
    return (int)
        list.stream()
            .filter(s -> !s.state().getRoot() && roles.contains(s.state().getRole()))
            .count();
  }

  int rootCount() {
    return (int) list.stream().filter(s -> s.state().getRoot()).count();
  }

  /** The roles for a message, for example {@code PIPELINE, root}. */
  String roles() {
    Set<String> names = new TreeSet<>();
    for (Signer s : list) {
      names.add(s.state().getRoot() ? "root" : s.state().getRole().name());
    }
    return String.join(", ", names);
  }
}
