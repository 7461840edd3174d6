/**
 * What the log keeps, in words: {@link dev.vitrine.server.storage.LogStore} (entries, tiles, leaf
 * index, admission state, look-ups, evidence) and {@link dev.vitrine.server.storage.HeadStore} (one
 * signed head outside of it). Two implementations pass the same contract test: in memory here, on
 * RocksDB in the package below.
 *
 * <p>Failures: {@link dev.vitrine.server.storage.DiskFullException} and a plain {@link
 * dev.vitrine.server.storage.StoreException} from {@code commit} mean that nothing was stored;
 * {@link dev.vitrine.server.storage.FatalStoreException} means that nobody knows.
 *
 * <p>Entries one after the other have the encoding of a tlog-tiles entry bundle: each behind its
 * length in two bytes, big-endian. For example, {@code hi} and {@code there}:
 *
 * <pre>
 * 0002 6869 0005 7468657265
 * </pre>
 */
@NullMarked
package dev.vitrine.server.storage;

import org.jspecify.annotations.NullMarked;
