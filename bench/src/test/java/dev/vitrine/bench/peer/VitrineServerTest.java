package dev.vitrine.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VitrineServerTest {

  @Test
  void settings_exampleOfThePackage_isWrittenAsDocumented() {
    Map<String, String> settings =
        Map.of("threads.event-loop", "1", "admission", "open", "listen", "127.0.0.1:40123");
    assertThat(VitrineServer.yaml(settings))
        .isEqualTo(
            """
            admission: open
            listen: 127.0.0.1:40123
            threads:
              event-loop: 1
            """);
  }

  @Test
  void output_withSeveralKeys_givesTheEd25519One() throws Exception {
    VerifierKey first = key(SignatureType.ML_DSA_44_COSIGNATURE);
    VerifierKey second = key(SignatureType.ED25519);
    String output = "vkeys: " + first + " and " + second + "\nready\n";
    assertThat(VitrineServer.ed25519Key(output)).isEqualTo(second);
  }

  @Test
  void output_withoutKey_isAnError() {
    assertThatThrownBy(() -> VitrineServer.ed25519Key("ready"))
        .hasMessageContaining("no Ed25519 vkey");
  }

  private static VerifierKey key(SignatureType type) throws Exception {
    return SignerKey.generate("log.example/one", type).verifierKey();
  }
}
