/**
 * What the log keeps, in words: {@link dev.vitrine.server.storage.LogStore} (entries, tiles, leaf
 * index, admission state, look-ups, evidence) and {@link dev.vitrine.server.storage.HeadStore} (one
 * signed head outside of it). Two implementations pass the same contract test: in memory here, on
 * RocksDB in the package below.
 *
 * <p>Failures: {@link dev.vitrine.server.storage.DiskFullException} and a plain {@link
 * dev.vitrine.server.storage.StoreException} from {@code commit} mean that nothing was stored;
 * {@link dev.vitrine.server.storage.FatalStoreException} means that nobody knows.
 */
@NullMarked
package dev.vitrine.server.storage;

import org.jspecify.annotations.NullMarked;
