/**
 * A client of transparency logs that believes nothing it has not verified.
 *
 * <pre>{@code
 * try (LogClient client =
 *     LogClient.builder()
 *         .log("https://log.example/")
 *         .vkeys("log.example+…")
 *         .trustStore(FileTrustStore.in(folder))
 *         .build()) {
 *   VerifiedHead head = client.head();
 *   VerifiedEntry entry = client.entry(0);
 * }
 * }</pre>
 *
 * <p>What is verified, and by what:
 *
 * <ul>
 *   <li>a head: its signatures by the {@link dev.vitrine.policy.Policy} (log key and witness
 *       quorum), its history by a consistency proof with the head that the {@link
 *       dev.vitrine.client.TrustStore} remembers;
 *   <li>an entry, an inclusion, an older tree: by Merkle proofs to a verified head;
 *   <li>an {@link dev.vitrine.client.Acknowledgement}: by nothing. It is the log's promise, and is
 *       called so;
 *   <li>an {@link dev.vitrine.client.UnverifiedEntry} that a look-up names: by nothing, until its
 *       inclusion is asked for.
 * </ul>
 *
 * <p>What goes wrong is a {@link dev.vitrine.client.LogException} with one {@link
 * dev.vitrine.client.Verdict}. Silence is {@code LOG_UNREACHABLE}, also where a web page or garbage
 * answers instead of a log; an answer that contradicts the log's own signed head is {@code
 * UNTRUSTED}; two signed heads that contradict each other are {@code LOG_FORKED}, with evidence; a
 * head that is merely older is {@code STALE_HEAD}.
 *
 * <p>Every answer is bounded in bytes, before and after decompression, and in time, first byte to
 * last.
 */
@NullMarked
package dev.vitrine.client;

import org.jspecify.annotations.NullMarked;
