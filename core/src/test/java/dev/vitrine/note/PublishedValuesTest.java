package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that other implementations publish and that are no whole note, key or checkpoint. */
class PublishedValuesTest {
  @ParameterizedTest
  @CsvSource({
    "rome2026h1.example.org, 000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706",
    "example.com/behind-the-sofa, 5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4",
    "example.com/log/testdata, 6994c64086cc171ca46c749d036fd313bac575a8b2b2a2b9874ef097775714d5",
  })
  void originHash_ofPublishedOrigins_isThePublishedOne(String origin, String hash) {
    assertThat(Checkpoint.originHash(origin)).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "witness, 14731ce6be532a0bcc9170c0352dc3c2477dde5f86324cd30fe00ad7d430df30",
    "mirror, da2f0a06d67e9058ba1bb1a66d6b0c2885b85ea2f013faea7cf07e3427ca1a77",
  })
  void cosignerSeed_ofSkylightsTests_givesTheVkeyOfTheGoldenCase(String role, String seed)
      throws Exception {
    String phrase = "skylight test " + role + " key";
    byte[] bytes = Sha256.digest(phrase.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(seed);
    SignerKey key =
        SignerKey.ofSeed(role + ".example.org", SignatureType.ED25519_COSIGNATURE, bytes);
    assertThat(key.encodePrivate()).isEqualTo(signerCase(role).text("privateKey"));
    assertThat(key.verifierKey()).hasToString(signerCase(role).text("vkey"));
  }

  @Test
  void mlDsaSeed_ofTorchwoodsTests_givesTheVkeyOfTheGoldenCase() throws Exception {
    byte[] seed =
        HexFormat.of().parseHex("2886adc2b0eabfce67c0472939127998bf886cf256bfee8ba76a253fce1146e0");
    SignerKey key =
        SignerKey.ofSeed("example.com/mldsa-log", SignatureType.ML_DSA_44_COSIGNATURE, seed);
    assertThat(key.verifierKey()).hasToString(signerCase("mldsa44-log").text("vkey"));
  }

  @Test
  void cosignatureLine_afterItsKeyId_beginsWithTheTime() throws Exception {
    NoteSignature line =
        NoteSignature.parse(
            "\u2014 cosigner.example ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w"
                + "9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==");
    assertThat(line.keyId()).isEqualTo(0x646846b9);
    assertThat(line.signature()).hasSize(8 + 64);
    assertThat(ByteBuffer.wrap(line.signature()).getLong()).isEqualTo(1727964367);
  }

  private static Cases.Case signerCase(String name) throws Exception {
    return Cases.load("signer").stream()
        .filter(one -> one.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow();
  }
}
