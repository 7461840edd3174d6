/**
 * Bodies of the requests that a witness takes (C2SP tlog-witness).
 *
 * <pre>
 * add-checkpoint = "old " decimal LF         ; size last cosigned, 0 if none
 *                  *63(hash LF)              ; RFC 6962 consistency proof from there
 *                  LF note                   ; the checkpoint, to the end
 * sign-subtree   = "subtree " decimal " " decimal LF   ; start and end
 *                  hash LF                   ; of the subtree
 *                  *63(hash LF)              ; subtree consistency proof to the checkpoint
 *                  LF note                   ; with the witness's own cosignature
 * hash           = base64 of 32 bytes, 44 characters
 * </pre>
 *
 * <p>At most 2,000,000 bytes; decimals at most 2^63-1. What does not parse gets status 400. An old
 * size above the checkpoint's does parse: origin and signature are judged before it. A subtree that
 * is none, or ends beyond the checkpoint, does not parse.
 *
 * <p>Worked example, the growth from 1 to 3 entries of a Sigsum log:
 *
 * <pre>
 * old 1
 * KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
 * KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
 *
 * sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562
 * 3
 * RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=
 *
 * — sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562 UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=
 * </pre>
 */
@NullMarked
package dev.vitrine.witness;

import org.jspecify.annotations.NullMarked;
