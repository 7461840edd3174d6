/**
 * The log's side of the C2SP tlog-witness conversation: every published checkpoint goes to all
 * witnesses of the policy at once, over connections that stay open, until the policy's quorum is
 * met.
 *
 * <p>One witness, one request at a time. While a witness has not answered, newer checkpoints
 * replace each other in its single waiting place, so a slow witness costs nobody else anything and
 * is always asked about the newest head. A witness that failed rests for a pause that doubles up to
 * {@link dev.vitrine.server.publisher.witness.Rest#LONGEST}, or for as long as it said in {@code
 * Retry-After}.
 *
 * <p>What each answer means:
 *
 * <pre>
 * 200                          its own signature lines, each verified; lines of other keys are ignored
 * 409 text/x.tlog.size  S      S &lt;= ours: asked again, once, with a proof from S
 *                              S &gt; all we ever signed: we were rolled back, the log stops
 * 409 without a size, 422      when asked about a size it had cosigned already: it holds another root
 *                              of ours for that size, the log stops; else this witness has failed
 * 429, 503                     this witness rests, for Retry-After if it says so
 * 404, 403, 400, 500, …        this witness has failed (peers differ in which they use for what)
 * </pre>
 *
 * <p>Only the log's own signatures are sent: some witnesses take 10 KiB and no more.
 */
@NullMarked
package dev.vitrine.server.publisher.witness;

import org.jspecify.annotations.NullMarked;
