/**
 * A full, verified copy of other parties' logs, served as they serve them.
 *
 * <p>{@code vitrine mirror} pulls: it follows each log as {@link dev.vitrine.client.follow} does,
 * writes every bundle it has verified and the hash tiles it computes from it, and moves its own
 * checkpoint only when all of that is on disk. The folder of a log is laid out as tlog-tiles, under
 * the log's origin hash, so that any static server can serve it:
 *
 * <pre>
 * &lt;folder&gt;/&lt;origin hash&gt;/checkpoint               signed by the log and by this mirror
 * &lt;folder&gt;/&lt;origin hash&gt;/tile/entries/000.p/17   bundles
 * &lt;folder&gt;/&lt;origin hash&gt;/tile/0/000.p/17         hash tiles
 * &lt;folder&gt;/&lt;origin hash&gt;/frontier                where to go on after a crash
 * </pre>
 *
 * <p>The mirror's cosignature says that all entries of the checkpoint are durably held. It is made
 * after the last fsync and never for a size below an earlier one. A crash loses at most the bundles
 * since the last frontier, which are fetched again.
 */
@NullMarked
package dev.vitrine.client.mirror;

import org.jspecify.annotations.NullMarked;
