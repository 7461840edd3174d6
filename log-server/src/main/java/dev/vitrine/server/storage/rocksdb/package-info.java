/**
 * The store on RocksDB, and the only importer of its classes. Layout on disk: {@code
 * docs/storage.md}.
 */
@NullMarked
package dev.vitrine.server.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
