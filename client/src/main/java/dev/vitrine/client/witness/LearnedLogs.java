package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.durable.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The logs this witness ever took from a list, kept in its state folder. They only grow: a list
 * that drops a log, or names another key for one, changes nothing here, for whoever writes the list
 * could otherwise make the witness forget what it cosigned. One thread.
 */
public final class LearnedLogs {
  private static final Logger LOGGER = Logger.getLogger(LearnedLogs.class.getName());

  private final AtomicFile file;
  private final Map<String, ListedLog> byOrigin = new LinkedHashMap<>();

  private LearnedLogs(AtomicFile file) {
    this.file = file;
  }

  public static LearnedLogs open(Path folder) throws IOException {
    LearnedLogs learned = new LearnedLogs(new AtomicFile(folder.resolve("learned-logs")));
    var bytes = learned.file.read();
    if (bytes.isPresent()) {
      try {
        LogList.parse(new String(bytes.get(), UTF_8))
            .logs()
            .forEach(log -> learned.byOrigin.put(log.origin(), log));
      } catch (LogListException e) {
        throw new IOException(learned.file.path() + ": " + e.getMessage(), e);
      }
    }
    return learned;
  }

  public List<ListedLog> logs() {
    return List.copyOf(byOrigin.values());
  }

  /** Takes the new logs of a list; durable when it returns. */
  public void learn(LogList list) throws IOException {
    boolean changed = false;
    for (ListedLog log : list.logs()) {
      ListedLog known = byOrigin.putIfAbsent(log.origin(), log);
      changed |= known == null;
      if (known != null && !known.key().equals(log.key())) {
        LOGGER.log(
            Level.WARNING,
            "list names key {0} for {1}; the key known is kept: {2}",
            new Object[] {log.key(), log.origin(), known.key()});
      }
    }
    if (changed) {
      file.write(new LogList(logs()).encode().getBytes(UTF_8));
    }
  }
}
