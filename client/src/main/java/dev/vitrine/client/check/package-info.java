/**
 * Checks what a customer received: files, folders and detection databases, over the network, from a
 * copy of a log, or from what was shipped beside them.
 *
 * <h2>Stapled bundles</h2>
 *
 * One small text file beside an update, the same bytes for every customer; lines end with LF:
 *
 * <pre>
 * bundle   = "vitrine/stapled&#64;v1" LF
 *            "record " base64 LF                      ; the entry: a DSSE envelope in protobuf form
 *            [ manifest / file ]                      ; neither where the record names the file itself
 *            LF
 *            proof                                    ; a C2SP .tlog-proof of the record, to the end
 * manifest = "manifest " base64 LF                    ; every file of the update: path NUL size NUL sha256 LF
 * file     = "file " index SP count SP size SP sha256 SP path LF
 *            *63(base64 of 32 bytes LF)               ; one file of the update and its path in the manifest's tree
 * </pre>
 *
 * Every number is decimal without leading zeros, every digest 64 lower-case hexadecimal digits,
 * every base64 canonical; another spelling of the same bundle is refused. At most 64 MiB.
 *
 * <p>Verified from the outside in: the proof leads from the record's leaf hash to a head that the
 * policy accepts; the manifest, or the file's path in it, leads to the record's {@code
 * manifestRoot}; the file has that digest. Worked example (base64 shortened), one file of an update
 * of two:
 *
 * <pre>
 * vitrine/stapled&#64;v1
 * record CpYHeyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEi…
 * file 0 2 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 rules/a.conf
 * 3cFRCtyHVxAUTugFyRgo30efbl+BVxdTQDIGg5H61SA=
 *
 * c2sp.org/tlog-proof&#64;v1
 * index 14
 * …
 * </pre>
 *
 * <h2>Requirements</h2>
 *
 * What a reader asks beyond a signed head: one a line, {@code #} starts a comment, an unknown line
 * is an error.
 *
 * <pre>
 * max-head-age 24h             # STALE HEAD where the newest signature on the head is older
 * min-entry-age 15m            # waived for updates marked emergency
 * rebuilders 2 independent     # GOOD or GOOD_NORMALISED, the newest word of each; without the vendor's own
 * countersign SOURCE_MATCHES   # a countersignature in force; may be repeated
 * withdrawn refuse             # or: accept
 * </pre>
 *
 * <h2>Facts of a report</h2>
 *
 * {@code file fileSize sha256 expectedSha256 missing alsoIn record product version channel platform
 * audience codeSignature databaseDate updateKind files emergency stream sequence issuedAt index
 * leafHash signers through rebuilders rebuildersGood rebuildersBad countersignatures withdrawals
 * origin size headSignedBy witnesses requirementsMissing}.
 */
@NullMarked
package dev.vitrine.client.check;

import org.jspecify.annotations.NullMarked;
