package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTest {
  private static final String BASE64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void emptyRoot_isSha256OfNothing() {
    assertThat(Hash.EMPTY_ROOT.base64()).isEqualTo(BASE64);
    assertThat(Hash.EMPTY_ROOT).isEqualTo(new TextbookTree(List.of()).root(0));
  }

  @Test
  void texts_roundTrip() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      Hash hash = Hash.of(bytes);
      assertThat(hash.toByteArray()).isEqualTo(bytes);
      assertThat(Hash.ofHex(hash.hex())).isEqualTo(hash);
      assertThat(Hash.ofHex(hash.hex().toUpperCase())).isEqualTo(hash);
      assertThat(Hash.ofBase64(hash.base64())).isEqualTo(hash);
      assertThat(hash).hasToString(hash.hex());
    }
  }

  @Test
  void array_changedAfterwards_leavesHashAlone() {
    byte[] bytes = new byte[32];
    Hash hash = Hash.of(bytes);
    bytes[0] = 1;
    hash.toByteArray()[1] = 1;
    assertThat(hash.toByteArray()).isEqualTo(new byte[32]);
  }

  @Test
  void offsets_areRespected() {
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Hash hash = Hash.of(bytes, 5);
    assertThat(hash.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 5, 37));
    byte[] copy = new byte[40];
    hash.copyTo(copy, 8);
    assertThat(Arrays.copyOfRange(copy, 8, 40)).isEqualTo(hash.toByteArray());
    assertThatThrownBy(() -> Hash.of(bytes, 9)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> hash.copyTo(copy, 9)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void order_isThatOfUnsignedBytes() {
    Random random = new Random(2);
    for (int i = 0; i < 1000; i++) {
      byte[] a = new byte[32];
      random.nextBytes(a);
      byte[] b = a.clone();
      b[random.nextInt(32)] = (byte) random.nextInt();
      int order = Hash.of(a).compareTo(Hash.of(b));
      assertThat(Integer.signum(order)).isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
      assertThat(Hash.of(a).equals(Hash.of(b))).isEqualTo(order == 0);
    }
    assertThat(Hash.of(new byte[32])).isNotEqualTo("").hasSameHashCodeAs(Hash.of(new byte[32]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", // no padding
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=", // trailing bits
        "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=", // alphabet of URLs
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==", // 31 bytes
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFUA", // 33 bytes
        "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF\n=",
      })
  void base64_notCanonical_isRefused(String text) {
    assertThatThrownBy(() -> Hash.ofBase64(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
        "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      })
  void hex_malformed_isRefused(String text) {
    assertThatThrownBy(() -> Hash.ofHex(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void array_ofOtherLength_isRefusedWithBothLengths() {
    assertThatThrownBy(() -> Hash.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hash length: 31 (expected: 32 bytes)");
  }
}
