/**
 * From committed head to visible checkpoint. One thread takes the newest committed head, proves
 * from what the store reads back that it extends the last signed head, signs it with both log keys,
 * replaces the signed head kept outside the store, and completes who waits for publication. With
 * witnesses, a second stage has the newest signed checkpoint cosigned to the quorum; only then is
 * it visible. Without, signed is visible.
 *
 * <p>A checkpoint never becomes visible before it is stored, and none is ever withdrawn: sizes of
 * visible checkpoints never shrink, also over restarts.
 *
 * <p>For example, a store of one entry beside a signed head of three is refused with
 *
 * <pre>
 * the store's head is 1 (expected: >= 3, the last signed size)
 * </pre>
 */
@NullMarked
package dev.vitrine.server.publisher;

import org.jspecify.annotations.NullMarked;
