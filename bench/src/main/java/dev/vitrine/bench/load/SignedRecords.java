package dev.vitrine.bench.load;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.record.Ulid;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Site;
import dev.vitrine.v1.Source;
import dev.vitrine.v1.Subject;
import java.security.SignatureException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Build records of about 1 KiB, each of another artefact and version, with one signature each. All
 * are signed before any is offered, on all cores, so that signing is no part of what is measured.
 */
public final class SignedRecords implements EntrySource {

  private final byte[][] entries;

  private SignedRecords(byte[][] entries) {
    this.entries = entries;
  }

  /**
   * @param key registered as a pipeline
   * @param count how many; each takes about 1 KiB of memory
   * @param seed records of different seeds are different
   */
  public static SignedRecords sign(SigningKey key, int count, long seed) {
    byte[][] entries = new byte[count][];
    Instant now = Instant.now();
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> entries[i] = record(key, now, new SplittableRandom(seed + i)));
    return new SignedRecords(entries);
  }

  @Override
  public byte[] entry(long id) {
    return entries[(int) id];
  }

  @Override
  public long count() {
    return entries.length;
  }

  private static byte[] record(SigningKey key, Instant now, SplittableRandom random) {
    String version = "21." + random.nextInt(1000) + "." + random.nextLong(1L << 40);
    String product = "endpoint-agent-" + random.nextInt(100);
    Build build =
        Build.newBuilder()
            .setCommon(
                Common.newBuilder()
                    .setSchema(Kind.BUILD.uri())
                    .setEventId(Ulid.of(now, random))
                    .setIssuedAt(Times.of(now))
                    .setIssuer(KeyIds.of(key.verifyingKey())))
            .setProduct(product)
            .setVersion(version)
            .setChannel(Build.Channel.RELEASE)
            .setPlatform("linux")
            .setArch("x86_64")
            .setAudience("all")
            .setSource(Source.newBuilder().setRepository("agent").setCommit(hex(random, 20)))
            .setBuildDefinition(
                BuildDefinition.newBuilder()
                    .setBuilderId("https://ci.example/pool/4")
                    .setInvocationId("run-" + random.nextInt(1_000_000))
                    .setSite(Site.newBuilder().setFacility("zrh-1").setCountry("CH")))
            .build();
    Subject subject =
        Subject.newBuilder()
            .setName(product + "-" + version + ".tar.gz")
            .setUri("pkg:generic/" + product + "@" + version)
            .putDigest("sha256", hex(random, 32))
            .build();
    try {
      return Envelope.unsigned(new Statement(List.of(subject), Kind.BUILD, build))
          .signedBy(key)
          .encode();
    } catch (SignatureException e) {
      throw new IllegalStateException("the crypto provider does not sign", e);
    }
  }

  private static String hex(SplittableRandom random, int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
