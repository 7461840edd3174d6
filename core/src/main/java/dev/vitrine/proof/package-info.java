/**
 * Proofs to keep beside what they prove: {@code .tlog-proof} files (C2SP tlog-proof).
 *
 * <pre>
 * proof = "c2sp.org/tlog-proof&#64;v1" LF
 *         ["extra " base64 LF]               ; application data that nothing signs
 *         "index " decimal LF                ; 0..size-1
 *         *63(base64 of 32 bytes LF)         ; RFC 6962 path, the leaf's sibling first
 *         LF
 *         note                               ; the checkpoint with its signatures, to the end
 * </pre>
 *
 * <p>At most 2,000,000 bytes; every base64 canonical, every decimal without leading zeros.
 * Verifying takes the leaf's hash, which the caller computes, and a policy: the path must lead from
 * the leaf to the checkpoint's root, and the policy must accept the checkpoint.
 *
 * <p>Worked example, entry {@code fivten} of the log {@code
 * example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx}:
 *
 * <pre>
 * c2sp.org/tlog-proof&#64;v1
 * index 14
 * GiUtVP0XhIaZ/fl7ReMLgw+9YUtjFAt8kaTdfOe2u/I=
 * 3cFRCtyHVxAUTugFyRgo30efbl+BVxdTQDIGg5H61SA=
 * bC+VwvrJbalNVjfkdI8kUgs7mJoXrqiXCE7bgnD28pY=
 *
 * example.com/log/testdata
 * 15
 * rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=
 *
 * — example.com/log/testdata M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=
 * </pre>
 */
@NullMarked
package dev.vitrine.proof;

import org.jspecify.annotations.NullMarked;
