package dev.vitrine.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far.
 *
 * @param cpuMicros user and system time of all its threads
 * @param residentBytes memory resident now
 */
public record ProcessUse(long cpuMicros, long residentBytes) {

  // Linux reports in USER_HZ, which is 100 on every architecture Java runs on.
  private static final long MICROS_PER_TICK = 10_000;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /**
   * @throws IOException if there is no such process, or no {@code /proc}
   */
  public static ProcessUse of(long pid) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    return new ProcessUse(
        cpuMicros(Files.readString(folder.resolve("stat"))),
        residentBytes(Files.readString(folder.resolve("status"))));
  }

  /** What this process has used. */
  public static ProcessUse ofThis() throws IOException {
    return of(ProcessHandle.current().pid());
  }

  static long cpuMicros(String stat) {
    // The command name may hold spaces and parentheses; the fields are counted after its end.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        * MICROS_PER_TICK;
  }

  private static long residentBytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
