package dev.vitrine.client.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What a monitor's state has on disk: the store and its write-ahead log.
 *
 * @param log empty if there is none
 */
record StateFiles(byte[] store, byte[] log) {
  private static final int BLOCK = 4096;

  static StateFiles read(Path folder) {
    try {
      Path log = log(folder);
      return new StateFiles(
          Files.readAllBytes(folder.resolve(MonitorState.FILE)),
          Files.exists(log) ? Files.readAllBytes(log) : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path folder) throws IOException {
    Files.write(folder.resolve(MonitorState.FILE), store);
    Files.write(log(folder), log);
  }

  boolean isSame(StateFiles other) {
    return Arrays.equals(store, other.store) && Arrays.equals(log, other.log);
  }

  /**
   * What a crash can leave between two commits. The log is written first, from front to back, and
   * synced; then, now and then, what it holds is copied to the store, block by block in any order.
   */
  static List<StateFiles> between(StateFiles before, StateFiles after) {
    List<StateFiles> torn = new ArrayList<>();
    for (byte[] log : partly(before.log, after.log, false)) {
      torn.add(new StateFiles(before.store, log));
    }
    for (boolean backwards : new boolean[] {false, true}) {
      for (byte[] store : partly(before.store, after.store, backwards)) {
        torn.add(new StateFiles(store, after.log));
      }
    }
    return torn;
  }

  private static List<byte[]> partly(byte[] before, byte[] after, boolean backwards) {
    List<Integer> changed = new ArrayList<>();
    for (int start = 0; start < after.length; start += BLOCK) {
      if (!Arrays.equals(block(before, start), block(after, start))) {
        changed.add(backwards ? 0 : changed.size(), start);
      }
    }
    int count = changed.size();
    List<byte[]> torn = new ArrayList<>();
    for (int whole : new TreeSet<>(List.of(0, count / 2, Math.max(0, count - 1)))) {
      for (int length : whole < count ? new int[] {24, BLOCK / 2} : new int[0]) {
        byte[] file = before;
        for (int i = 0; i < whole; i++) {
          file = copy(file, after, changed.get(i), BLOCK);
        }
        torn.add(copy(file, after, changed.get(whole), length));
      }
    }
    return torn;
  }

  private static byte[] copy(byte[] file, byte[] after, int start, int length) {
    int end = Math.min(start + length, after.length);
    byte[] written = Arrays.copyOf(file, Math.max(file.length, end));
    System.arraycopy(after, start, written, start, end - start);
    return written;
  }

  private static byte[] block(byte[] file, int start) {
    int from = Math.min(start, file.length);
    return Arrays.copyOfRange(file, from, Math.min(from + BLOCK, file.length));
  }

  private static Path log(Path folder) {
    return folder.resolve(MonitorState.FILE + "-wal");
  }
}
