package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a monitor's files held at each moment of its life, and every crash that can be made of it.
 */
final class CrashPoints {
  private final List<Moment> moments = new ArrayList<>();
  // Every content the state's files had or, torn, could have had.
  private final List<StateFiles> states = new ArrayList<>();

  /**
   * Takes down what the files hold now.
   *
   * @param received alerts that were given to a sink without a memory
   */
  void note(Path folder, int received, int scene) {
    moments.add(Moment.of(folder, stateOf(folder), received, scene));
  }

  StateFiles state(Crash crash) {
    return states.get(crash.state());
  }

  /** Number of the state that a scene began with. */
  int stateBefore(int scene) {
    return moments.stream()
        .filter(moment -> moment.scene() == scene)
        .findFirst()
        .orElseThrow()
        .state();
  }

  /** Every state the files were in, and parts of each write between two of them. */
  List<Crash> crashes() {
    Set<Crash> crashes = new TreeSet<>();
    for (int i = 0; i < moments.size(); i++) {
      Moment moment = moments.get(i);
      crashes.add(Crash.at(moment));
      if (i + 1 < moments.size()) {
        crashes.addAll(cuts(moment, moments.get(i + 1)));
      }
    }
    return List.copyOf(crashes);
  }

  private List<Crash> cuts(Moment before, Moment after) {
    List<Crash> cuts = new ArrayList<>();
    for (File file : File.values()) {
      int start = before.length(file);
      int end = after.length(file);
      for (int cut : List.of(start + 1, (start + end) / 2, end - 1)) {
        if (cut > start && cut < end) {
          cuts.add(Crash.at(before).with(file, cut));
        }
      }
    }
    if (before.state() != after.state()) {
      assertThat(cuts).as("two files written between two moments").isEmpty();
      for (StateFiles torn :
          StateFiles.between(states.get(before.state()), states.get(after.state()))) {
        states.add(torn);
        cuts.add(Crash.at(before).withState(states.size() - 1));
      }
    }
    return cuts;
  }

  private int stateOf(Path folder) {
    StateFiles now = StateFiles.read(folder);
    if (states.isEmpty() || !states.get(states.size() - 1).isSame(now)) {
      states.add(now);
    }
    return states.size() - 1;
  }

  enum File {
    ALERTS,
    STDOUT;

    Path in(Path folder) {
      return folder.resolve(name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * How long the files are.
   *
   * @param state number of what the state's file holds
   */
  record Moment(List<Integer> lengths, int state, int recorded, int scene) {
    static Moment of(Path folder, int state, int recorded, int scene) {
      List<Integer> lengths =
          Arrays.stream(File.values()).map(f -> (int) f.in(folder).toFile().length()).toList();
      return new Moment(lengths, state, recorded, scene);
    }

    int length(File file) {
      return lengths.get(file.ordinal());
    }
  }

  /** How much of the files is left. */
  record Crash(List<Integer> lengths, int state, int recorded, int scene)
      implements Comparable<Crash> {
    static Crash at(Moment moment) {
      return new Crash(moment.lengths(), moment.state(), moment.recorded(), moment.scene());
    }

    Crash with(File file, int length) {
      List<Integer> cut = new ArrayList<>(lengths);
      cut.set(file.ordinal(), length);
      return new Crash(List.copyOf(cut), state, recorded, scene);
    }

    Crash withState(int torn) {
      return new Crash(lengths, torn, recorded, scene);
    }

    int length(File file) {
      return lengths.get(file.ordinal());
    }

    @Override
    public int compareTo(Crash that) {
      return toString().compareTo(that.toString());
    }

    @Override
    public String toString() {
      return "scene %d, %d received, state %d, alerts %d, stdout %d"
          .formatted(scene, recorded, state, lengths.get(0), lengths.get(1));
    }
  }
}
