package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPolicyFileTest {
  @TempDir Path folder;

  @Test
  void write_twice_acceptsWhatEachKeySigns() throws Exception {
    SignerKey first = SignerKey.generate("example.com/log", SignatureType.ED25519);
    SignerKey second = SignerKey.generate("example.com/log", SignatureType.ML_DSA_44_COSIGNATURE);
    Checkpoint checkpoint = new Checkpoint("example.com/log", 0, Hash.EMPTY_ROOT);

    LogPolicyFile.write(folder, List.of(first.verifierKey()));
    Path file = LogPolicyFile.write(folder, List.of(first.verifierKey(), second.verifierKey()));

    Policy policy = Policy.parse(Files.readString(file));
    for (SignerKey key : List.of(first, second)) {
      policy.verify(new CheckpointSigner(key).sign(checkpoint, Instant.ofEpochSecond(1)));
    }
    assertThat(folder).isDirectoryContaining("glob:**/log.policy");
  }
}
