package dev.vitrine.merkle;

/** Told of each complete node, children before parents. */
@FunctionalInterface
public interface NodeSink {
  /** Takes the hash of one complete node. */
  void accept(NodeId id, Hash hash);
}
