package dev.vitrine.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Entries that no two calls with different numbers share. */
public final class Entries {
  private Entries() {}

  public static byte[] text(long number) {
    return ("entry " + number).getBytes(StandardCharsets.UTF_8);
  }

  /** Incompressible, unique by number and seed. */
  public static byte[] random(long seed, long number, int length) {
    byte[] entry = new byte[length];
    new SplittableRandom(seed * 1_000_003 + number).nextBytes(entry);
    ByteBuffer.wrap(entry).putInt((int) number);
    return entry;
  }

  public static List<byte[]> range(long start, long end) {
    List<byte[]> entries = new ArrayList<>();
    for (long i = start; i < end; i++) {
      entries.add(text(i));
    }
    return entries;
  }
}
