package dev.vitrine.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;

/** Collects answers by when their entries were due, a {@link Slice} for each tenth of a second. */
final class Timeline {

  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  // One percent is exact enough for a slice, and keeps each at some 25 KB.
  private static final int DIGITS = 2;

  private record Part(AtomicHistogram micros, LongAdder refused) {
    static Part empty() {
      return new Part(new AtomicHistogram(Recording.HIGHEST_MICROS, DIGITS), new LongAdder());
    }
  }

  private final List<Part> parts = new ArrayList<>();

  Timeline(Window window) {
    for (long at = 0; at < window.endNanos(); at += SLICE_NANOS) {
      parts.add(Part.empty());
    }
  }

  void acknowledged(long dueNanos, long micros) {
    part(dueNanos).micros().recordValue(micros);
  }

  void refused(long dueNanos) {
    part(dueNanos).refused().increment();
  }

  private Part part(long dueNanos) {
    return parts.get((int) Math.min(parts.size() - 1, dueNanos / SLICE_NANOS));
  }

  List<Slice> slices() {
    List<Slice> slices = new ArrayList<>();
    for (Part part : parts) {
      double at = slices.size() * Slice.SECONDS;
      slices.add(new Slice(at, part.refused().sum(), Quantiles.of(part.micros())));
    }
    return slices;
  }
}
