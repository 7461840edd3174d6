/**
 * What is said to a mirror (C2SP tlog-mirror): the bodies of {@code add-entries} and of its
 * answers, and the client's side of the conversation. The transport is the caller's: {@link
 * dev.vitrine.mirror.MirrorEndpoint}.
 *
 * <pre>
 * u16 n | origin | u64 upload_start | u64 upload_end | u16 m | ticket | package*
 * package = (u16 length | entry)*  u8 hashes (0..63) | hashes * 32 bytes
 * </pre>
 *
 * <p>Packages end at multiples of 256 and at upload_end. The proof of one is the subtree
 * consistency proof of its bundle, from the bundle's first entry to the package's end, in the tree
 * of upload_end. A request holds any number of them from the first on. An upload of {@code [0, 0)}
 * holds none; its answer says where the mirror stands, 422 that it was told of nothing.
 *
 * <p>Answers 202 and 409 carry {@code text/x.tlog.mirror-info}: pending size, next entry, ticket in
 * base64, a line each.
 *
 * <p>A mirror cosigns a checkpoint that it was told of when it holds all of it, and no size in
 * between. So the client asks a mirror it knows nothing of, fills it up to the checkpoint it waits
 * for, and only then tells it of another: else a mirror that is slower than its log would never
 * promise anything.
 *
 * <p>Worked example: origin {@code a} uploads {@code [0, 2)}, the entries {@code one} and {@code
 * two} of a tree of size 2, without ticket:
 *
 * <pre>
 * 0001 61 0000000000000000 0000000000000002 0000 0003 6f6e65 0003 74776f 00
 * </pre>
 */
@NullMarked
package dev.vitrine.mirror;

import org.jspecify.annotations.NullMarked;
