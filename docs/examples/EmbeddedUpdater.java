import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyEvidence;
import dev.vitrine.policy.PolicyException;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.proof.ProofFormatException;
import dev.vitrine.proof.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a vendor's updater does before it installs a file: nothing but the JDK and Vitrine's core.
 *
 * <p>Takes a policy, a stapled bundle without manifest (docs/design/0008) and the file; returns
 * where a log that the policy accepts holds a build or update record about exactly this file, and
 * witnesses saw it long enough ago. Throws with the reason otherwise. No network, no other state.
 */
public final class EmbeddedUpdater {
  private static final String HEADER = "vitrine/stapled@v1\nrecord ";
  private static final String STATEMENT =
      "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[";
  private static final String PREDICATE = "],\"predicateType\":\"https://vitrine.dev/";

  private final Policy policy;
  private final Duration minimumAge;

  public EmbeddedUpdater(String policyText, Duration minimumAge) throws PolicyFormatException {
    this.policy = Policy.parse(policyText);
    this.minimumAge = minimumAge;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: EmbeddedUpdater POLICY BUNDLE FILE");
      System.exit(2);
    }
    EmbeddedUpdater updater =
        new EmbeddedUpdater(Files.readString(Path.of(args[0])), Duration.ZERO);
    updater.requireInstallable(
        Files.readAllBytes(Path.of(args[1])), Files.readAllBytes(Path.of(args[2])), Instant.now());
    System.out.println("VERIFIED");
  }

  public void requireInstallable(byte[] bundle, byte[] file, Instant now)
      throws IOException, ProofFormatException, ProofException, PolicyException {
    String text = new String(bundle, StandardCharsets.UTF_8);
    int end = text.indexOf("\n\n");
    if (!text.startsWith(HEADER) || end < 0 || text.indexOf('\n', HEADER.length()) != end) {
      throw new IOException("not a stapled bundle of one record");
    }
    byte[] record = Base64.getDecoder().decode(text.substring(HEADER.length(), end));
    byte[] proof = Arrays.copyOfRange(bundle, end + 2, bundle.length);
    PolicyEvidence evidence = TlogProof.parse(proof).verify(TreeHasher.leaf(record), policy);
    requireAge(evidence, now);
    requireAbout(record, Hash.of(sha256(file)).hex());
  }

  /** A witness that has cosigned the head has seen the entry by then. */
  private void requireAge(PolicyEvidence evidence, Instant now) throws IOException {
    Instant newest =
        evidence.witnesses().stream()
            .flatMap(witnessed -> witnessed.cosignature().time().stream())
            .max(Instant::compareTo)
            .orElse(Instant.MAX);
    if (!minimumAge.isZero() && newest.isAfter(now.minus(minimumAge))) {
      throw new IOException(
          "witnessed at " + newest + " (expected: at least " + minimumAge + " ago)");
    }
  }

  /**
   * A record's payload begins with its subjects. Inside JSON text a quote is always escaped, so the
   * first {@code ],"predicateType":"} ends them and {@code "sha256":"…"} before it is a digest of
   * one of them, whatever names they have.
   */
  private static void requireAbout(byte[] record, String sha256) throws IOException {
    String text = new String(record, StandardCharsets.UTF_8);
    int start = text.indexOf(STATEMENT);
    int end = text.indexOf(PREDICATE, Math.max(start, 0));
    if (start < 0 || start > 8 || end < 0) {
      throw new IOException("the entry is not a record that this updater knows");
    }
    String kind = text.substring(end + PREDICATE.length());
    if (!kind.startsWith("build/v1\"") && !kind.startsWith("detection-update/v1\"")) {
      throw new IOException("the record is neither a build nor a detection update");
    }
    if (!text.substring(start, end).contains("\"sha256\":\"" + sha256 + "\"")) {
      throw new IOException("the record is not about this file, SHA-256 " + sha256);
    }
  }

  private static byte[] sha256(byte[] file) {
    try {
      return java.security.MessageDigest.getInstance("SHA-256").digest(file);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
