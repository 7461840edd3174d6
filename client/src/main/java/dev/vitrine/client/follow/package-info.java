/**
 * Reading another party's log: the static tlog-tiles resources over HTTP, verified as they are
 * read.
 *
 * <p>{@link dev.vitrine.client.follow.RemoteLog} fetches, and believes nothing. {@link
 * dev.vitrine.client.follow.Follower} goes from a remembered head to a newer one: it recomputes the
 * root of the remembered size from hash tiles that verify against the new root (so the new tree
 * extends the old one), then hands over every entry in order, each bundle's leaf hashes compared
 * with what the new root has there.
 *
 * <pre>{@code
 * Follower follower = new Follower(new RemoteLog(List.of(url), Duration.ofSeconds(30)), 16);
 * follower.verifyConsistent(remembered, head);
 * follower.entries(remembered.checkpoint().size(), head.checkpoint(), batch -> ...);
 * }</pre>
 *
 * <p>A log that signed two histories ends in a {@link dev.vitrine.client.follow.ForkException} with
 * both signed heads and the hashes that show it; a log that cannot be reached, or serves what it
 * signed incompletely, in an {@link java.io.IOException}. The two are never confused.
 */
@NullMarked
package dev.vitrine.client.follow;

import org.jspecify.annotations.NullMarked;
