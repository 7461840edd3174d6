package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to find records. Every key is one byte and a SHA-256 value, so that no key is a prefix
 * of another whatever the names contain.
 */
public final class LookupKeys {
  private LookupKeys() {}

  /** By any digest of a subject, shipped or unsigned, and by the digest of a rebuilt file. */
  public static byte[] artifact(Hash sha256) {
    return key('a', sha256.hex());
  }

  public static byte[] purl(String purl) {
    return key('u', purl);
  }

  /** All versions of a product. */
  public static byte[] product(String product) {
    return key('p', product);
  }

  public static byte[] version(String product, String version) {
    return key('v', product, version);
  }

  /** All records of a stream. */
  public static byte[] stream(String stream) {
    return key('s', stream);
  }

  public static byte[] sequence(String stream, long sequence) {
    return key('q', stream, Long.toString(sequence));
  }

  public static byte[] dataset(String dataset) {
    return key('d', dataset);
  }

  public static byte[] relocation(String relocationId) {
    return key('r', relocationId);
  }

  /** Records about a key and records signed by it. */
  public static byte[] key(String keyId) {
    return key('k', keyId);
  }

  /** Records about a key alone: however many it signed, these are few. */
  public static byte[] aboutKey(String keyId) {
    return key('w', keyId);
  }

  /** Builds and updates with a file of this name, without folders. */
  public static byte[] fileName(String name) {
    return key('n', name);
  }

  /** Records that name an entry: rebuilds, countersignatures, withdrawals, corrections. */
  public static byte[] target(long index) {
    return key('t', Long.toString(index));
  }

  /** Records that speak of a range of entries or of a stream, whatever the range. */
  public static byte[] ranges() {
    return key('g');
  }

  public static byte[] event(String eventId) {
    return key('e', eventId);
  }

  /** Relocations of the data of people in a region. */
  public static byte[] region(String region) {
    return key('o', region);
  }

  /** Records whose evidence is a document. */
  public static byte[] blob(Hash sha256) {
    return key('b', sha256.hex());
  }

  private static byte[] key(char type, String... parts) {
    byte[] key = new byte[1 + Hash.SIZE];
    key[0] = (byte) type;
    System.arraycopy(Digests.sha256(Framed.of(parts)), 0, key, 1, Hash.SIZE);
    return key;
  }

  /** Collects the rows of one record, each once. */
  static final class Rows {
    private final List<LookupRow> rows = new ArrayList<>();
    private final java.util.Set<java.nio.ByteBuffer> seen = new java.util.HashSet<>();

    void add(byte[] key) {
      if (seen.add(java.nio.ByteBuffer.wrap(key))) {
        rows.add(new LookupRow(key));
      }
    }

    List<LookupRow> list() {
      return rows;
    }
  }
}
