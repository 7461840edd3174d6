package dev.vitrine.merkle;

import java.io.IOException;
import java.util.List;

/**
 * A source of the hashes of complete subtrees: memory, tiles, a database, a network.
 *
 * <p>Everything that builds proofs asks once, for all it needs, so that a source can answer a proof
 * with one round of reads.
 */
@FunctionalInterface
public interface HashReader {
  /**
   * Returns the hashes of the given nodes, in the order asked.
   *
   * @throws IOException if a hash could not be read or is not trusted
   * @throws IllegalArgumentException if a node lies outside the tree that this source knows
   */
  List<Hash> read(List<NodeId> ids) throws IOException;
}
