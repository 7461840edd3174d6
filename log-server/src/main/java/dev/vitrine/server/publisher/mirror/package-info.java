/**
 * The log's push to mirrors (C2SP tlog-mirror): what is visible goes, checkpoint and entries, to
 * every mirror of a policy file.
 *
 * <p>It comes after publication and never holds it up: a mirror has a thread of its own, which is
 * handed each visible checkpoint and takes one when it is free: the newest if that is near, or else
 * one on the way there, of which a bounded number is kept ({@code Backlog}), since a mirror
 * promises nothing between two checkpoints it was told of. To a mirror that is far behind it pushes
 * without a pause. What it reads is what the store holds, verified against that checkpoint, so that
 * a damaged store is found here rather than copied. Memory is bounded by one request, 4 MiB and a
 * package.
 *
 * <p>What comes of a push:
 *
 * <pre>
 * held         the mirror's own cosignature verified: it holds everything below the checkpoint
 * refused      an answer that says no, or a cosignature by another key
 * unreachable  no connection, no answer in time, 429, 503
 * ahead        the mirror says it was told of a larger tree than this log ever signed
 * </pre>
 *
 * <p>After anything but the first the mirror rests, 0.25 s doubling to a minute, or as long as its
 * {@code Retry-After} says; it begins at 0.25 s again if the mirror has got on meanwhile.
 * <i>Ahead</i> is told to the operator and does not stop the log: what the mirror claims is not
 * signed, and no mirror is part of a quorum. Nothing is kept on disk: the mirror says where it
 * stands.
 */
@NullMarked
package dev.vitrine.server.publisher.mirror;

import org.jspecify.annotations.NullMarked;
