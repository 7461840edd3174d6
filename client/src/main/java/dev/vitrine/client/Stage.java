package dev.vitrine.client;

/** How far an append must have come before it is answered. */
public enum Stage {
  /** The log says that the entry survives power loss. A promise: nothing is proven yet. */
  DURABLE,
  /** A head that the log signed covers the entry, and the inclusion was verified. */
  PUBLISHED,
  /** As {@link #PUBLISHED}, and the policy's quorum of witnesses cosigned that head. */
  WITNESSED
}
