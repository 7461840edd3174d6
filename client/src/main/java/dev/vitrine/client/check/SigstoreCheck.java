package dev.vitrine.client.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.DiffersFromLogException;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogException;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.Verdict;
import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Verifies the transparency-log half of a Sigstore bundle: that Rekor holds an entry about a file,
 * under a checkpoint that a log of the trusted root signed. No network.
 *
 * <p>The report says what of a Sigstore bundle it does not check: the signature on the file, the
 * certificate and its chain, the identity in it, signed timestamps, and Rekor's promise.
 */
public final class SigstoreCheck {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FAMILY = "application/vnd.dev.sigstore.bundle";

  private SigstoreCheck() {}

  /**
   * Verifies a bundle for a file.
   *
   * @param bundle JSON of a Sigstore bundle
   * @param trustedRoot JSON of Sigstore's trusted root
   * @param file as received
   * @return VERIFIED
   * @throws LogException with any other verdict
   */
  public static CheckReport verify(byte[] bundle, byte[] trustedRoot, FileDigest file)
      throws LogException {
    JsonNode root = json("bundle", bundle);
    requireKnownVersion(root.path("mediaType").asText());
    JsonNode entry = root.at("/verificationMaterial/tlogEntries/0");
    try {
      return verify(root, entry, json("trusted root", trustedRoot), file);
    } catch (IllegalArgumentException | NoteFormatException | KeyFormatException e) {
      throw new UntrustedException(
          "the Sigstore bundle or trusted root is malformed: " + e.getMessage(), e);
    } catch (NoteVerificationException e) {
      throw new UntrustedException(
          "no log of the trusted root signed the checkpoint: " + e.getMessage(), e);
    } catch (ProofException e) {
      throw new UntrustedException(
          "the bundle's entry is not in the log it names: " + e.getMessage(), e);
    }
  }

  private static JsonNode json(String what, byte[] bytes) throws UntrustedException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new UntrustedException(
          "the %s is no JSON: %s".formatted(what, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UntrustedException("the %s cannot be read: %s".formatted(what, e.getMessage()), e);
    }
  }

  private static void requireKnownVersion(String mediaType)
      throws FormatNewerException, UntrustedException {
    if (!mediaType.startsWith(FAMILY)) {
      throw new UntrustedException("mediaType: %s (expected: %s…)".formatted(mediaType, FAMILY));
    }
    if (!mediaType.matches(".*(version=0\\.[123]|\\.v0\\.3\\+json)")) {
      throw new FormatNewerException(
          "Sigstore bundle: %s (expected: version 0.1 to 0.3)".formatted(mediaType));
    }
  }

  private static CheckReport verify(
      JsonNode bundle, JsonNode entry, JsonNode trustedRoot, FileDigest file)
      throws LogException,
          NoteFormatException,
          NoteVerificationException,
          KeyFormatException,
          ProofException {
    JsonNode proof = entry.path("inclusionProof");
    SignedCheckpoint head =
        SignedCheckpoint.parse(
            proof.at("/checkpoint/envelope").asText().getBytes(StandardCharsets.UTF_8));
    VerifierKey key = key(trustedRoot, entry.at("/logId/keyId").asText(), head);
    head.verify(key);
    List<Hash> path = new ArrayList<>();
    proof.path("hashes").forEach(hash -> path.add(Hash.ofBase64(hash.asText())));
    byte[] body = Base64.getDecoder().decode(entry.path("canonicalizedBody").asText());
    long index = proof.path("logIndex").asLong(-1);
    ProofVerifier.verifyInclusion(
        new InclusionProof(index, head.checkpoint().size(), path),
        TreeHasher.leaf(body),
        head.checkpoint().root());
    requireSameFile(json("entry", body), file);
    return report(bundle, entry, head, index, file);
  }

  private static VerifierKey key(JsonNode trustedRoot, String logId, SignedCheckpoint head)
      throws KeyFormatException, NoteFormatException, UntrustedException {
    for (JsonNode log : trustedRoot.path("tlogs")) {
      if (log.at("/logId/keyId").asText().equals(logId)) {
        byte[] spki = Base64.getDecoder().decode(log.at("/publicKey/rawBytes").asText());
        VerifyingKey key = VerifyingKey.ofSpki(spki);
        SignatureType type =
            key.algorithm() == SignatureAlgorithm.ED25519
                ? SignatureType.ED25519
                : SignatureType.ECDSA;
        return VerifierKey.of(URI.create(log.path("baseUrl").asText()).getHost(), type, key);
      }
    }
    throw new UntrustedException(
        "log %s, which signed as %s (expected: one of the trusted root)"
            .formatted(Plain.text(logId), Plain.text(head.checkpoint().origin())));
  }

  private static void requireSameFile(JsonNode body, FileDigest file)
      throws DiffersFromLogException, FormatNewerException {
    String kind = body.path("kind").asText() + " " + body.path("apiVersion").asText();
    String logged;
    if (kind.equals("hashedrekord 0.0.1")) {
      logged = body.at("/spec/data/hash/value").asText();
    } else if (kind.equals("hashedrekord 0.0.2")) {
      byte[] digest =
          Base64.getDecoder().decode(body.at("/spec/hashedRekordV002/data/digest").asText());
      logged = java.util.HexFormat.of().formatHex(digest);
    } else {
      throw new FormatNewerException(
          "Rekor entry: %s (expected: hashedrekord 0.0.1 or 0.0.2)".formatted(Plain.text(kind)));
    }
    if (!logged.equals(file.sha256().hex())) {
      throw new DiffersFromLogException(
          "%s has SHA-256 %s (expected: %s, as the Rekor entry says)"
              .formatted(file.name(), file.sha256(), Plain.text(logged)));
    }
  }

  private static CheckReport report(
      JsonNode bundle, JsonNode entry, SignedCheckpoint head, long index, FileDigest file) {
    String origin = head.checkpoint().origin();
    return new CheckReport.Builder(file.name())
        .fact("file", file.name())
        .fact("sha256", file.sha256().hex())
        .fact("bundle", bundle.path("mediaType").asText())
        .fact("origin", origin)
        .fact("index", index)
        .fact("size", head.checkpoint().size())
        .fact("claimedTime", claimedTime(entry))
        .notProven("the signature on the file and the certificate it was made with: not checked")
        .notProven(
            "who signed: the certificate's identity, its chain and its transparency: not checked")
        .notProven(
            "when it was signed: integrated time, signed entry timestamp and RFC 3161 timestamps: not checked")
        .notProven(
            "that everybody is shown this history: Rekor's checkpoint has no witness of a policy")
        .notProven("anything newer than the checkpoint in the bundle: no connection was made")
        .report(
            Verdict.VERIFIED,
            "the Rekor entry about %s is entry %d of %s; this says nothing about who signed it"
                .formatted(file.name(), index, origin));
  }

  private static String claimedTime(JsonNode entry) {
    long seconds = entry.path("integratedTime").asLong();
    return seconds <= 0 ? "" : java.time.Instant.ofEpochSecond(seconds).toString();
  }
}
