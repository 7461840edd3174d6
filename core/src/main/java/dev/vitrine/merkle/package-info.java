/**
 * Merkle trees of RFC 6962: hashes, growing trees, proofs and their verification.
 *
 * <h2>The tree</h2>
 *
 * The leaves of a log are numbered from 0, and a log has at most 2^63-1 of them. With {@code ‖} for
 * concatenation:
 *
 * <ul>
 *   <li>{@code leaf(d) = SHA-256(0x00 ‖ d)} for the bytes {@code d} of an entry, and {@code node(l,
 *       r) = SHA-256(0x01 ‖ l ‖ r)}: {@link dev.vitrine.merkle.TreeHasher}.
 *   <li>The root of no leaves is {@code SHA-256("")}: {@link dev.vitrine.merkle.Hash#EMPTY_ROOT}.
 *   <li>The root of one leaf is its hash. The root of {@code n > 1} leaves is {@code node(root of
 *       the first k, root of the rest)}, where {@code k} is the largest power of two below {@code
 *       n}.
 * </ul>
 *
 * The root over {@code 2^level} leaves that start at a multiple of {@code 2^level} never changes
 * once they are there: it is a {@link dev.vitrine.merkle.NodeId}. Every tree is a row of such
 * complete subtrees, one for each bit set in its size, largest first; that row is a {@link
 * dev.vitrine.merkle.CompactRange}, and everything here is computed from such nodes, which any
 * {@link dev.vitrine.merkle.HashReader} may supply.
 *
 * <h2>Proofs</h2>
 *
 * Lists of hashes, lowest first, as RFC 6962 sections 2.1.1 (inclusion) and 2.1.2 (consistency)
 * define them. A {@link dev.vitrine.merkle.Subtree} {@code [start, end)} that is a part of every
 * tree holding it has an inclusion proof, which is the ordinary one for {@code index - start} in
 * {@code end - start} leaves, and a consistency proof with a larger tree, which with {@code start =
 * 0} is the ordinary consistency proof, and with one leaf the ordinary inclusion proof.
 *
 * <p>The number of hashes follows from the numbers in the claim. {@link
 * dev.vitrine.merkle.ProofVerifier} checks it, and the ranges, before it hashes anything, and then
 * demands that both ends come out as claimed.
 *
 * <h2>Example</h2>
 *
 * The log with the entries {@code one}, {@code two}, {@code three}:
 *
 * <pre>
 * leaf 0          0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=
 * leaf 1          qxq38Hx8j+Dv9LpvqlPH5EEukaWZFT6KpOAb7s5beCU=
 * leaf 2          Zx8UbF5HHooag6PCFM5LqQe486WIjRTMjNPOdbsS75Q=
 * root of 1       0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=
 * root of 2       T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4=
 * root of 3       Wqx3HImawpLnS/Gv4ubjAvi1WIOy0b8Ze0amvqbavKk=
 * leaf 2 in 3     T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4=
 * from 1 to 3     qxq38Hx8j+Dv9LpvqlPH5EEukaWZFT6KpOAb7s5beCU= Zx8UbF5HHooag6PCFM5LqQe486WIjRTMjNPOdbsS75Q=
 * </pre>
 */
@NullMarked
package dev.vitrine.merkle;

import org.jspecify.annotations.NullMarked;
