package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import java.io.IOException;

/** What was read does not belong to the tree whose root is trusted. */
public final class TileVerificationException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Hash expected;
  private final transient Hash computed;

  /** Says what was read, and both hashes. */
  public TileVerificationException(String what, Hash expected, Hash computed) {
    super(what + ": " + computed + " (expected: " + expected + ")");
    this.expected = expected;
    this.computed = computed;
  }

  /** The hash that the trusted tree has at that place. */
  public Hash expected() {
    return expected;
  }

  /** The hash of what was read. */
  public Hash computed() {
    return computed;
  }
}
