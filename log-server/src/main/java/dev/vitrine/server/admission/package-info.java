/**
 * Where admission meets the server: entries are checked on a pool of as many threads as cores,
 * before they wait for the sequencer. The rules themselves are in {@code dev.vitrine.admission}.
 *
 * <p>A key's quota fills with the time that passes, up to its burst, and an entry takes its share
 * of it or is refused and takes nothing. For example, at two entries a second and a burst of three
 * seconds six entries pass at once, and the seventh is told to come back after half a second:
 *
 * <pre>
 * quota of issuers not proven yet: used up; this entry has 1 bytes (expected: within 2 entries a second, 3 s at once)
 * </pre>
 */
@NullMarked
package dev.vitrine.server.admission;

import org.jspecify.annotations.NullMarked;
