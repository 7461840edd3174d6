package dev.vitrine.record;

import com.google.protobuf.ByteString;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Subject;
import java.time.Instant;
import java.util.Base64;

/**
 * The npm registry's change of its signing key in January 2025, as Sigstore's TUF repository hands
 * both public keys and their times to clients. That a log like this one had registered them, and
 * their role in it, is ours.
 */
final class KeyExamples {
  private static final byte[] UNTIL_2025 =
      spki(
          "1Olb3zMAFFxXKHiIkQO5cJ3Yhl5i6UPp+IhuteBJbuHcA5UogKo0EWtlWwW6KSaKoTNEYL7JlCQiVnkhBktUgg==");

  private static final byte[] SINCE_2025 =
      spki(
          "Y6Ya7W++7aUPzvMTrezH6Ycx3c+HOKYCcNGybJZSCJq/fd7Qa8uuAKtdIkUQtQiEKERhAmE5lMMJhP8OkDOa2g==");

  private final ExampleLog examples;

  KeyExamples(ExampleLog examples) {
    this.examples = examples;
  }

  void write() {
    add(
        "key-npm-until-2025",
        registration(UNTIL_2025).setNotAfter(Times.of(Instant.parse("2025-01-29T00:00:00Z"))));
    add(
        "key",
        registration(SINCE_2025).setNotBefore(Times.of(Instant.parse("2025-01-13T00:00:00Z"))));
    add(
        "key-npm-retired",
        Key.newBuilder()
            .setCommon(examples.log.common(Kind.KEY, examples.log.roots.get(0)))
            .setAction(Key.Action.RETIRE)
            .setKeyId(KeyIds.ofSpki(UNTIL_2025))
            .setReason("expired on 2025-01-29, after a successor since 2025-01-13"));
  }

  private Key.Builder registration(byte[] spki) {
    return Key.newBuilder()
        .setCommon(examples.log.common(Kind.KEY, examples.log.roots.get(0)))
        .setAction(Key.Action.REGISTER)
        .setKeyId(KeyIds.ofSpki(spki))
        .setSpki(ByteString.copyFrom(spki))
        .setAlgorithm(Key.Algorithm.ECDSA_P256)
        .setRole(Key.Role.PIPELINE)
        .setOwner("npm, Inc.");
  }

  private void add(String name, Key.Builder key) {
    examples.add(
        name,
        Kind.KEY,
        key.build(),
        Subject.newBuilder().setName(key.getKeyId()).putDigest("sha256", key.getKeyId()).build(),
        examples.log.roots.get(0),
        examples.log.roots.get(1));
  }

  /** A P-256 key as npm publishes it, which differs from others in the point's last 64 bytes. */
  private static byte[] spki(String point) {
    return Base64.getDecoder().decode("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE" + point);
  }
}
