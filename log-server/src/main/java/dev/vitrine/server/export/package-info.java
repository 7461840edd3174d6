/**
 * A log written as plain files in the layout of C2SP tlog-tiles, with its documents under the names
 * that a server has for them. The checkpoint is written last, when everything that it implies is
 * durable: a folder with a checkpoint is whole up to its size.
 *
 * <p>For example, the files of a log of 257 entries of 40 bytes and one document, {@code document},
 * and their bytes:
 *
 * <pre>
 * tile/0/000               8192
 * tile/0/001.p/1             32
 * tile/1/000.p/1             32
 * tile/entries/000        10752
 * tile/entries/001.p/1       42
 * v1/blobs/43cc23fa52b87b4cc1d02b5b114154151d6adddb17c9fddc06b027fa99e24008 8
 * </pre>
 */
@NullMarked
package dev.vitrine.server.export;

import org.jspecify.annotations.NullMarked;
