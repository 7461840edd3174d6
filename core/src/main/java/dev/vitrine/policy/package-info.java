/**
 * Trust policies: which logs, and how many of which witnesses (C2SP tlog-policy).
 *
 * <pre>
 * policy  = *(line LF)                       ; at most 1,000,000 bytes
 * line    = blank / comment / log / witness / group / quorum   ; items parted by spaces and tabs
 * comment = "#" ...                          ; whole lines only
 * log     = "log" vkey [url]                 ; the vkey's name is the log's origin
 * witness = "witness" name vkey [url]        ; vkey of type 0x04 or 0x06
 * group   = "group" name ("all" / "any" / k) 1*member          ; 1 &lt;= k &lt;= number of members
 * quorum  = "quorum" (name / "none")         ; exactly one
 * </pre>
 *
 * <p>Octets allowed: 09, 0A, 20 to 7E, 80 to FF. Names are opaque octets in one namespace for
 * witnesses and groups; {@code none} is reserved. Members and the quorum are defined on earlier
 * lines, and a name is a member at most once in the file. A public key appears at most once among
 * logs and at most once among witnesses, whatever its name and type. A line has at most 1,024
 * items.
 *
 * <p>A checkpoint is accepted when a listed log whose name is the checkpoint's origin has signed it
 * and the quorum has cosigned it. Unlisted keys are ignored. A line of a listed key that does not
 * verify refuses the checkpoint. A cosignature with time 0 states nothing about what its witness
 * has seen and is not counted.
 *
 * <p>Worked example:
 *
 * <pre>
 * # The test log, and one of two cosigners
 * log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx
 * witness W witness.example.org+b8a2cf20+BFLN3yikSfFkVAJtrnh/CiY3Zozkoy7clp+P7XB28qUN
 * witness M mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O https://mirror.example.org/
 * group both-or-one any W M
 * quorum both-or-one
 * </pre>
 */
@NullMarked
package dev.vitrine.policy;

import org.jspecify.annotations.NullMarked;
