package dev.vitrine.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ImmutableCacheTest {

  private static Representation of(int length) {
    return Representation.immutable(new byte[length]);
  }

  @Test
  void bytes_neverStayAboveTheLimit() {
    ImmutableCache cache = new ImmutableCache(100_000);

    for (int i = 0; i < 1_000; i++) {
      cache.put("/tile/0/" + i, of(8_192));
      assertThat(cache.bytes()).isLessThanOrEqualTo(100_000);
    }
  }

  @Test
  void asked_staysLongerThanNotAsked() {
    ImmutableCache cache = new ImmutableCache(100_000);
    cache.put("/hot", of(8_192));

    for (int i = 0; i < 1_000; i++) {
      assertThat(cache.get("/hot")).as("after %d others", i).isNotNull();
      cache.put("/cold/" + i, of(8_192));
    }
    assertThat(cache.get("/cold/0")).isNull();
  }

  @Test
  void tooLarge_orAlreadyThere_isNotPut() {
    ImmutableCache cache = new ImmutableCache(10_000);
    Representation first = of(100);

    cache.put("/large", of(20_000));
    cache.put("/same", first);
    cache.put("/same", of(100));

    assertThat(cache.get("/large")).isNull();
    assertThat(cache.get("/same")).isSameAs(first);
    assertThat(cache.bytes()).isLessThan(1_000);
  }

  @Test
  void zeroBytes_keepsNothing() {
    ImmutableCache cache = new ImmutableCache(0);

    cache.put("/x", of(1));

    assertThat(cache.get("/x")).isNull();
  }
}
