/**
 * Heads compared among those who hold them: monitors, witnesses and mirrors tell each other which
 * signed heads they have seen, and whoever finds two that no single history has keeps the evidence
 * and serves it.
 *
 * <pre>
 * GET  /gossip/v1/heads            {"heads":["&lt;signed checkpoint&gt;", …]}, and "next":N if there are more
 * GET  /gossip/v1/heads?from=N     the next of them
 * POST /gossip/v1/heads            the same form; taken, compared later; 202
 * GET  /gossip/v1/evidence         {"evidence":["&lt;id&gt;", …]}
 * POST /gossip/v1/evidence         an evidence file; kept if it verifies with keys we know; 202
 * GET  /gossip/v1/evidence/&lt;id&gt;    an evidence file, text
 * </pre>
 *
 * <p>A round: push our heads to every peer, pull theirs, and compare each head of a log we know
 * with ours. Same size: the roots must be equal, and two signatures are all the evidence needed.
 * Other sizes: tiles must show that one tree is the beginning of the other, from the log or from
 * anybody who mirrors it; they are verified, so it does not matter whose they are. A head that
 * cannot be compared, because nobody serves what it takes, is kept and compared again in the next
 * round. At the end each party pushes the evidence it holds, so that who could not decide learns it
 * too.
 *
 * <p>The id of an evidence file is the SHA-256 of its bytes in hexadecimal; a file is named by it,
 * so everybody who finds the same fork by the same two heads writes the same file.
 */
@NullMarked
package dev.vitrine.client.gossip;

import org.jspecify.annotations.NullMarked;
