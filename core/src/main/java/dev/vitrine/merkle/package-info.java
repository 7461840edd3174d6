/** Hashes, compact ranges and proofs of RFC 6962 Merkle trees. */
@NullMarked
package dev.vitrine.merkle;

import org.jspecify.annotations.NullMarked;
