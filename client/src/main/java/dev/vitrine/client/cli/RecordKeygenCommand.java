package dev.vitrine.client.cli;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.KeyIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine record keygen}: a key pair that signs records. */
@Command(
    name = "keygen",
    mixinStandardHelpOptions = true,
    description =
        "Make a key pair for records: the private key goes to a file only you can read, the public one in PEM to FILE.pub.")
final class RecordKeygenCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Option(
      names = "--algorithm",
      defaultValue = "ED25519",
      paramLabel = "NAME",
      description = "ED25519, ECDSA_P256, ML_DSA_44 or ML_DSA_65. Default: ${DEFAULT-VALUE}.")
  private SignatureAlgorithm algorithm;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the private key goes; must not exist.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    SigningKey key;
    try {
      key = SigningKey.generate(algorithm);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--algorithm: "
              + algorithm
              + " (expected: ED25519, ECDSA_P256, ML_DSA_44 or ML_DSA_65; RSA keys are made and used by other tools)");
    }
    Path publicFile = Path.of(out + ".pub");
    if (Files.exists(publicFile)) {
      throw new IOException(
          publicFile + " exists (expected: a new file; keys are never overwritten)");
    }
    RecordKeyFile.write(key, out);
    RecordPublicKey.write(key.verifyingKey(), publicFile);
    byte[] spki = key.verifyingKey().spki();
    output.print(
        Answer.of("DONE", "made a record key")
            .fact("keyId", KeyIds.ofSpki(spki))
            .fact("algorithm", algorithm.name())
            .fact("spki", Base64.getEncoder().encodeToString(spki))
            .fact("privateKeyFile", out.toString())
            .fact("publicKeyFile", publicFile.toString()));
    return 0;
  }
}
