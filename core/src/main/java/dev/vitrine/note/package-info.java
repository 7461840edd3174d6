/**
 * Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint and
 * tlog-cosignature.
 *
 * <h2>Signed note (C2SP signed-note)</h2>
 *
 * <pre>
 * note      = text LF 1*100signature
 * text      = 1*(*character LF)              ; may hold empty lines; ends with LF
 * signature = E2 80 94 SP name SP base64 LF  ; E2 80 94 is U+2014, the em dash
 * name      = 1*character                    ; no Unicode space, no "+"
 * base64    = RFC 4648 section 4 of (key ID: 4 bytes, signature: 1*byte)
 * character = any Unicode scalar value from U+0020 on, in UTF-8
 * </pre>
 *
 * <p>The last empty line parts text and signatures. At most 1,000,000 bytes and 100 lines. One
 * value has one encoding: malformed UTF-8, base64 without padding or with non-zero trailing bits,
 * CR and every other control character are refused. "Unicode space" is Go's {@code
 * unicode.IsSpace}: U+0009 to U+000D, U+0020, U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028,
 * U+2029, U+202F, U+205F, U+3000.
 *
 * <p>A reader ignores the lines of keys it does not know: name and key ID must both match. A line
 * of a known key must verify or the whole note is refused; a note without any line of a known key
 * is refused. Of several lines with one name and key ID the first counts; a checkpoint may not have
 * several.
 *
 * <p>Worked example, verified by key {@code
 * example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k}:
 *
 * <pre>
 * This is an example message.
 *
 * — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * </pre>
 *
 * <h2>Keys (C2SP signed-note)</h2>
 *
 * <pre>
 * vkey    = name "+" 8(lowercase hex) "+" base64 of (type: 1 byte, public key)
 * private = "PRIVATE+KEY+" name "+" 8(lowercase hex) "+" base64 of (type: 1 byte, seed: 32 bytes)
 * </pre>
 *
 * <table>
 * <caption>Signature types</caption>
 * <tr><th>type<th>public key<th>key ID: first 4 bytes of SHA-256 of<th>bytes after the key ID
 * <tr><td>0x01<td>Ed25519, 32 bytes<td>name LF 01 key<td>signature of the text, 64
 * <tr><td>0x02<td>ECDSA, SPKI in DER<td>SPKI<td>DER signature of the text's SHA-256
 * <tr><td>0x04<td>Ed25519, 32 bytes<td>name LF 04 key<td>u64 seconds, signature, 64
 * <tr><td>0x05<td>ECDSA, SPKI in DER<td>name LF 05 SHA-256(SPKI)<td>u64 milliseconds, 04, 03, u16
 *     length, DER signature
 * <tr><td>0x06<td>ML-DSA-44, 1,312 bytes<td>name LF 06 key<td>u64 seconds, signature, 2,420
 * </table>
 *
 * <p>All numbers are big-endian, times at most 2^63-1. Only the first two plus signs of a key part
 * its fields. The key ID is recomputed for every type. Public keys must be canonical and, for
 * Ed25519, in the prime-order group. Private keys exist for 0x01, 0x04 and 0x06.
 *
 * <h2>Checkpoint (C2SP tlog-checkpoint)</h2>
 *
 * <pre>
 * checkpoint = origin LF size LF root LF *256(extension LF)
 * origin     = 1*character                   ; any non-empty line
 * size       = "0" / (%x31-39 *DIGIT)        ; at most 2^63-1
 * root       = base64 of 32 bytes
 * extension  = 1*character
 * </pre>
 *
 * <p>Worked example, entry {@code one} of a log signed by {@code
 * example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx}:
 *
 * <pre>
 * example.com/log/testdata
 * 1
 * 0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=
 *
 * — example.com/log/testdata M9e0lhr9kuLxGdAtaUrhm84TQffVsLdcy808sN0a3WyniNlfcr9+bywoiIke1YYciCNjJGkCgIlQ8b16jhsmg/SChAM=
 * </pre>
 *
 * <h2>What cosignatures sign (C2SP tlog-cosignature)</h2>
 *
 * <p>Type 0x04: {@code "cosignature/v1" LF "time " decimal LF}, then the whole text with its
 * extension lines. Type 0x06, pure ML-DSA-44 with empty context, over
 *
 * <pre>
 * "subtree/v1" 0A 00 | u8 length, cosigner name | u64 seconds | u8 length, origin
 *                    | u64 start | u64 end | hash: 32 bytes
 * </pre>
 *
 * <p>with start 0 and end the size for a checkpoint; extension lines are not covered. A subtree
 * that does not start at 0 has time 0, which states no time. Type 0x05 signs the RFC 6962 section
 * 3.5 TreeHeadSignature: {@code 00 01, u64 milliseconds, u64 size, root}.
 */
@NullMarked
package dev.vitrine.note;

import org.jspecify.annotations.NullMarked;
