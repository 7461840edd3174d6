/**
 * The store on RocksDB, and the only importer of its classes. Layout on disk: {@code
 * docs/storage.md}.
 *
 * <p>For example, the rows of a log that holds {@code hi} and {@code there}, appended in one batch:
 * family, key, value. Numbers are big-endian; entries are a run, leaves and tiles hold leaf hashes,
 * the head is size and root.
 *
 * <pre>
 * entries 0000000000000000 00026869 00057468657265
 * leaves  3a2fdc9bbc502537c7455ff2f0cb0af4e86d15dcd4063421b6bbbb95d384ebd8 0000000000000001
 * leaves  e6908025cd50ce380feecfeaedb70ba2c2f701cc5e314b7b70ef5e1c04b0ec58 0000000000000000
 * meta    666f726d6174 32
 * meta    68656164 0000000000000002 65023856c69beb02df93b4e6581dea04e844bd63ea3adc569285dbc7c997651d
 * tiles   000000000000000000 e6908025cd50ce380feecfeaedb70ba2c2f701cc5e314b7b70ef5e1c04b0ec58 3a2fdc9bbc502537c7455ff2f0cb0af4e86d15dcd4063421b6bbbb95d384ebd8
 * </pre>
 */
@NullMarked
package dev.vitrine.server.storage.rocksdb;

import org.jspecify.annotations.NullMarked;
