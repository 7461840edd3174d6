package dev.vitrine.merkle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proof that does not prove what it claims. */
public final class ProofException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Hash expected;
  private final transient @Nullable Hash computed;

  /** The proof has not the shape that its claim asks for; nothing was hashed. */
  public ProofException(String message) {
    super(message);
    this.expected = null;
    this.computed = null;
  }

  /** The proof leads to another hash than the one expected. */
  public ProofException(String what, Hash expected, Hash computed) {
    super(what + ": " + computed + " (expected: " + expected + ")");
    this.expected = expected;
    this.computed = computed;
  }

  /** The hash that the proof had to lead to; empty if it failed before hashing. */
  public Optional<Hash> expected() {
    return Optional.ofNullable(expected);
  }

  /** The hash that the proof leads to; empty if it failed before hashing. */
  public Optional<Hash> computed() {
    return Optional.ofNullable(computed);
  }
}
