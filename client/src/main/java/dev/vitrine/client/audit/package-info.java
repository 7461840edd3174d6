/**
 * The audit: re-reads a whole log as a stranger would and believes only its signed head.
 *
 * <p>Every entry bundle and every hash tile of every level that the head implies is read once.
 * Entries are hashed and compared with the level-0 tile, each full tile is hashed and compared with
 * its element in the tile above, and what is left at the right edge must hash to the head's root.
 * The first fault in log order is reported with its exact place.
 *
 * <p>The lowest level, where all the work is, is cut into spans of {@value
 * dev.vitrine.client.audit.Audit#SPAN_TILES} tiles that threads audit independently; the levels
 * above are put together in order by one thread. Memory: one span a thread, and at most 8 KiB for
 * each level above.
 *
 * <p>A state file lets an audit go on where it was stopped, and lets the next audit of a grown log
 * read only what is new. It holds the number of entries done and the hashes of the unfinished tiles
 * above level 0, under a checksum.
 *
 * <pre>
 * state  = "vitrine/audit-state@v1" LF "origin " origin LF "tiles " decimal LF 7level "sha256 " hex LF
 * level  = "level " base64 LF     ; hashes of the unfinished tile of levels 1 to 7, 32 bytes each
 * tiles                           ; full tiles of level 0 that are done
 * sha256                          ; of all bytes before its line
 * </pre>
 *
 * <p>For example, one full tile of level 0 is done; behind {@code level} there is always a space:
 *
 * <pre>
 * vitrine/audit-state@v1
 * origin log.example/a
 * tiles 1
 * level vMiFQ9iNP8lMPNU+HKou/0zvzyGmxIs+n/d5Y4qQeZc=
 * level
 * level
 * level
 * level
 * level
 * level
 * sha256 8116b8b3ad6dd8a89bab09d9fdb1d6b3a0377baf64fc1ca575da1dc8eb0430b9
 * </pre>
 */
@NullMarked
package dev.vitrine.client.audit;

import org.jspecify.annotations.NullMarked;
