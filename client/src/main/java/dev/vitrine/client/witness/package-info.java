/**
 * A C2SP tlog-witness: it keeps, for every log it watches, the latest checkpoint it cosigned, and
 * cosigns a newer one only if a consistency proof shows that it extends that one.
 *
 * <p>{@code POST add-checkpoint} is judged in this order; the first that applies is the answer.
 *
 * <pre>
 * malformed body                                         400
 * origin not watched                                     404
 * no signature by the log's key, or a wrong one by it    403
 * too many checkpoints for this origin                   429 + Retry-After
 * old &gt; size                                             400
 * size 0 and not the empty root                          422
 * old is not the size cosigned last (0 if none)          409, text/x.tlog.size, "&lt;size&gt;\n"
 * proof does not verify                                  422
 * old = size and another root                            422
 * fine: state is durable, then                           200, this witness's signature lines
 * state cannot be written                                503
 * </pre>
 *
 * <p>{@code POST sign-subtree}: 400 malformed, 404 origin, 403 no valid cosignature of this witness
 * by a key that can sign subtrees, 422 proof, 200. {@code GET <origin hash>/checkpoint}: the last
 * cosigned checkpoint, 404 if there is none.
 *
 * <p>State: one file an origin, {@code <folder>/<origin hash>}, replaced by write, fsync, rename,
 * fsync of the folder before a signature leaves the process. From reading the old size to that
 * point is one critical section per origin. The bytes signed and stored are a re-serialisation of
 * what was parsed, with the signatures that were verified and no others.
 *
 * <p>Worked example, the first conversation of a log:
 *
 * <pre>
 * old 0
 *
 * example.com/log
 * 1
 * KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
 *
 * — example.com/log Az3grl…
 * </pre>
 *
 * is answered {@code 200} with {@code — witness.example/w1 …}; the same body once more is answered
 * {@code 409} with {@code 1\n}.
 */
@NullMarked
package dev.vitrine.client.witness;

import org.jspecify.annotations.NullMarked;
