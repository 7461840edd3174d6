/**
 * Files that are whole after a power cut: what the witness and the mirror keep their state in.
 *
 * <p>{@link dev.vitrine.client.durable.AtomicFile} replaces a file by the sequence write a
 * temporary file, fsync it, rename it over the old one, fsync the folder. A reader sees the old
 * bytes or the new ones, never a mixture, and after {@code write} returns only the new ones, also
 * after a power cut. A failure before the rename leaves the old bytes; a failure from the rename on
 * leaves it unknown which of the two survives, and is a {@link
 * dev.vitrine.client.durable.UnknownStateException}: the owner must not act on either until it has
 * read the file again after a restart.
 *
 * <pre>{@code
 * AtomicFile file = new AtomicFile(folder.resolve("head"));
 * file.write("one".getBytes(UTF_8));
 * file.write("two".getBytes(UTF_8));
 * file.read();   // Optional of "two"
 * }</pre>
 *
 * <p>{@link dev.vitrine.client.durable.FolderLock} keeps a second process out.
 */
@NullMarked
package dev.vitrine.client.durable;

import org.jspecify.annotations.NullMarked;
