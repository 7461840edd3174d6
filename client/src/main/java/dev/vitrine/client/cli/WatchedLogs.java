package dev.vitrine.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.http.WholeAnswer;
import dev.vitrine.client.witness.LearnedLogs;
import dev.vitrine.client.witness.ListedLog;
import dev.vitrine.client.witness.LogList;
import dev.vitrine.client.witness.LogListException;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The logs that a witness's command line names: by their keys, and by lists.
 *
 * @param vkeys all keys of one origin are one log's
 * @param rate of each log that is named by its keys
 * @param lists files or URLs
 * @param ownName the witness's, which no log may have
 * @param err for what an operator should know
 */
record WatchedLogs(
    List<String> vkeys, double rate, List<String> lists, String ownName, PrintWriter err) {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_LIST = 64 << 20;

  /**
   * Reads the lists and adds their logs to those learned before.
   *
   * @param state the witness's folder
   * @return each origin once, those named by keys first
   */
  List<WatchedLog> read(Path state) throws IOException, UsageException {
    Map<String, WatchedLog> watched = new LinkedHashMap<>();
    byOrigin().forEach((origin, keys) -> watched.put(origin, new WatchedLog(origin, keys, rate)));
    LearnedLogs learned = LearnedLogs.open(state);
    for (String list : lists) {
      learn(learned, list);
    }
    for (ListedLog log : learned.logs()) {
      if (log.origin().equals(ownName)) {
        err.println("log list: " + ownName + " is this witness's own name: not cosigned");
      } else {
        double perSecond = log.queriesPerDay() / SECONDS_PER_DAY;
        watched.putIfAbsent(
            log.origin(), new WatchedLog(log.origin(), List.of(log.key()), perSecond));
      }
    }
    if (watched.isEmpty()) {
      throw new UsageException(
          "no log to cosign (expected: at least one, named by --log or a list of --logs)");
    }
    return List.copyOf(watched.values());
  }

  private Map<String, List<VerifierKey>> byOrigin() throws UsageException {
    Map<String, List<VerifierKey>> keys = new LinkedHashMap<>();
    for (String vkey : vkeys) {
      try {
        VerifierKey key = VerifierKey.parse(vkey);
        keys.computeIfAbsent(key.name(), origin -> new ArrayList<>()).add(key);
      } catch (NoteFormatException e) {
        throw new UsageException("--log " + vkey + ": " + e.getMessage());
      }
    }
    if (keys.containsKey(ownName)) {
      throw new UsageException(
          "--log: " + ownName + " (expected: another name than this witness's own)");
    }
    return keys;
  }

  /** A list that is down, or spoiled, must not keep a witness from cosigning what it knows. */
  private void learn(LearnedLogs learned, String place) throws IOException, UsageException {
    boolean remote = place.startsWith("http://") || place.startsWith("https://");
    try {
      String text = remote ? fetch(URI.create(place)) : Files.readString(Path.of(place), UTF_8);
      learned.learn(LogList.parse(text));
    } catch (LogListException e) {
      if (!remote) {
        throw new UsageException("--logs " + place + ": " + e.getMessage());
      }
      warn(learned, place, e);
    } catch (IOException e) {
      if (!remote) {
        throw e;
      }
      warn(learned, place, e);
    }
  }

  private void warn(LearnedLogs learned, String place, Exception e) {
    err.println(
        "--logs "
            + place
            + ": not read, going on with the "
            + learned.logs().size()
            + " logs of earlier lists: "
            + e.getMessage());
  }

  private static String fetch(URI url) throws IOException {
    HttpResponse<byte[]> response =
        WholeAnswer.await(
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build(),
            HttpRequest.newBuilder(url).build(),
            TIMEOUT,
            MAX_LIST);
    if (response.statusCode() != 200) {
      throw new IOException(url + ": status " + response.statusCode() + " (expected: 200)");
    }
    return new String(response.body(), UTF_8);
  }
}
