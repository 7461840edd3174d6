/**
 * A full, verified copy of other parties' logs, served as they serve them: a C2SP tlog-mirror.
 *
 * <p>{@code vitrine mirror} pulls a log that has a URL: it follows it as {@link
 * dev.vitrine.client.follow} does, writes every bundle it has verified and the hash tiles it
 * computes from it, and moves its own checkpoint only when all of that is on disk. A log without a
 * URL is pushed to it, see below. The folder of a log is laid out as tlog-tiles, under the log's
 * origin hash, so that any static server can serve it:
 *
 * <pre>
 * &lt;folder&gt;/&lt;origin hash&gt;/checkpoint               signed by the log and by this mirror
 * &lt;folder&gt;/&lt;origin hash&gt;/tile/entries/000.p/17   bundles
 * &lt;folder&gt;/&lt;origin hash&gt;/tile/0/000.p/17         hash tiles
 * &lt;folder&gt;/&lt;origin hash&gt;/frontier                where to go on after a crash
 * &lt;folder&gt;/&lt;origin hash&gt;/pending                 newest checkpoint of a log that is pushed
 * </pre>
 *
 * <p>The mirror's cosignature says that all entries of the checkpoint are durably held. It is made
 * after the last fsync and never for a size below an earlier one. A crash loses at most the bundles
 * since the last frontier, which are fetched or pushed again; so does a disk that fails or is full.
 * A log that shows an older head than the copy's is told to the operator and changes nothing.
 *
 * <h2>Pushes</h2>
 *
 * <p>{@code POST add-checkpoint} is judged as a witness does ({@link dev.vitrine.client.witness}),
 * and moves the pending checkpoint only; nothing is signed, 200 has no body. {@code POST
 * sign-subtree} is the witness's. {@code POST add-entries} takes entries of a pending tree, {@code
 * application/octet-stream}, also under {@code Content-Encoding: gzip}; the bytes are those of
 * {@link dev.vitrine.mirror}.
 *
 * <p>Packages end at multiples of 256 and at upload_end. The proof of one is the subtree
 * consistency proof of its bundle, from the bundle's first entry to the package's end, in the tree
 * of upload_end. A request holds any number of them from the first on; 32, or 64 MiB, are read.
 *
 * <pre>
 * other content type or encoding                              415
 * header cut short or malformed                               400
 * origin not pushed to this mirror                            404
 * four uploads are under way, or the disk fails               503 + Retry-After
 * no checkpoint was ever pending                              422
 * upload_end is neither the pending size, nor the mirror's,
 *   nor the ticket's, or below the mirror's                   409
 * upload_start is beyond the next entry, or more than 2048
 *   entries before it                                         409
 * a package's proof fails: what came before it stays          422
 * there is something to upload and no whole package came      400
 * entries are missing still                                   202
 * a larger checkpoint was shown meanwhile                      409
 * all entries are durable: the checkpoint is shown, then      200, this mirror's signature lines
 * </pre>
 *
 * <p>202 and 409 carry {@code text/x.tlog.mirror-info}: pending size, next entry, ticket in base64,
 * a line each. The first line is the upload's own end if that can still be shown. The ticket holds
 * the checkpoint of that size under a MAC, so that an upload can end although the log has grown;
 * after a restart of the mirror it counts as none. A checkpoint may be shown although more is held.
 *
 * <p>{@link dev.vitrine.client.mirror.MirrorPush} is the other side.
 */
@NullMarked
package dev.vitrine.client.mirror;

import org.jspecify.annotations.NullMarked;
