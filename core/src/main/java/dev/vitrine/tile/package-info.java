/**
 * Tiles and entry bundles: the static files in which a log publishes its tree (C2SP tlog-tiles).
 *
 * <h2>Hash tiles</h2>
 *
 * A tile of level {@code L} and index {@code N} holds up to 256 hashes of 32 bytes, one after the
 * other. Hash {@code i} is the root of the complete subtree over the leaves {@code
 * [(256·N+i)·256^L, (256·N+i+1)·256^L)}. So a tile of level 0 holds leaf hashes, and the root over
 * a full tile is one hash of the tile above. Only what is complete is in a tile.
 *
 * <p>A tree of {@code size} leaves has, on each level with {@code size >> 8L > 0}, the full tiles
 * {@code [0, size >> 8(L+1))}, and, if {@code w = (size >> 8L) & 255} is not 0, a partial tile of
 * width {@code w} after them. {@link dev.vitrine.tile.TileLayout} answers such questions. The
 * partial tiles hold the frontier of the tree, and so give its root.
 *
 * <h2>Entry bundles</h2>
 *
 * The bundle of index {@code N} holds the entries whose leaf hashes are in the tile of level 0 and
 * index {@code N}, each behind its length in two bytes, big-endian. An entry has 0 to 65,535 bytes.
 *
 * <h2>Paths</h2>
 *
 * <pre>
 * tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]
 * tile/entries/&lt;N&gt;[.p/&lt;W&gt;]
 * </pre>
 *
 * {@code L} is a decimal number 0..63 and {@code W} the width of a partial resource, 1..255, both
 * without leading zeros. {@code N} is written in groups of three digits, padded with zeros, all but
 * the last one behind an {@code x}: 1234067 is {@code x001/x234/067}. Each resource has one path;
 * {@link dev.vitrine.tile.TileId#parse} and {@link dev.vitrine.tile.BundleId#parse} refuse any
 * other.
 *
 * <p>A partial resource is the beginning of every wider one at its place. Once the full one exists
 * a log may drop the partial ones, so readers here fall back to it.
 *
 * <h2>Trust</h2>
 *
 * {@link dev.vitrine.tile.TileHashReader} believes what it reads. {@link
 * dev.vitrine.tile.VerifyingTileReader} believes nothing but the size and root that it is given:
 * partial tiles must give the root, a full tile must give its hash in the tile above, an entry must
 * give its leaf hash. {@link dev.vitrine.tile.TileFrontier} is the writer's side: it extends the
 * right edge by a batch of leaves and says which tiles that changes.
 *
 * <h2>Example</h2>
 *
 * The log with the entries {@code one}, {@code two}, {@code three}:
 *
 * <pre>
 * tile/0/000.p/3        d0d7360ab79f58ab1e1e3fe64ad77e2ea0bc07e36b5f46ed2223edd9298df9e9
 *                       ab1ab7f07c7c8fe0eff4ba6faa53c7e4412e91a599153e8aa4e01beece5b7825
 *                       671f146c5e471e8a1a83a3c214ce4ba907b8f3a5888d14cc8cd3ce75bb12ef94
 * tile/entries/000.p/3  00036f6e65000374776f00057468726565
 * </pre>
 */
@NullMarked
package dev.vitrine.tile;

import org.jspecify.annotations.NullMarked;
