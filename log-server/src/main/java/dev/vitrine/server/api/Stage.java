package dev.vitrine.server.api;

/** How far an append must have come before it is answered. */
public enum Stage {
  /** The entry survives power loss. */
  DURABLE,
  /** A checkpoint that the log signed covers it. */
  PUBLISHED,
  /** A checkpoint cosigned to the policy's quorum covers it. */
  WITNESSED
}
