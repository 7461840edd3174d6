/**
 * The {@code vitrine} command.
 *
 * <p>One class a command, named in {@link dev.vitrine.client.cli.Commands} only, so that the start
 * of one command does not load the others. A command asks the library, puts what it learnt into an
 * {@link dev.vitrine.client.cli.Answer} and prints that: the text for people and the JSON object
 * for programs come from the same answer and so say the same.
 *
 * <p>Exit codes: 0 verified or done, 1 a fault that is no verdict (a file that cannot be read, a
 * refused entry, an audit that found damage), 2 wrong usage, 10 to 18 the verdicts of {@link
 * dev.vitrine.client.Verdict}.
 *
 * <p>To add a command: write a class with picocli's {@code @Command}, {@code implements
 * Callable<Integer>}, with {@code @Mixin OutputOptions} and, where it talks to a log, {@code @Mixin
 * LogOptions}; add its name to {@code Commands}. Exceptions go up: {@code Failures} turns them into
 * words and exit codes.
 *
 * <p>For example, one answer as text, and the same with {@code --json}; the text shows a fact's
 * name with spaces, and a list as one line for each element:
 *
 * <pre>
 * VERIFIED: entry 7 is in the log
 *   leaf hash:     00ff
 *   signers:       A
 *   signers:       B
 *   not proven:    that it is harmless
 * {"verdict":"VERIFIED","summary":"entry 7 is in the log","leafHash":"00ff","signers":["A","B"],"notProven":["that it is harmless"]}
 * </pre>
 */
@NullMarked
package dev.vitrine.client.cli;

import org.jspecify.annotations.NullMarked;
