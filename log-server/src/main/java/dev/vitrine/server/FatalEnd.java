package dev.vitrine.server;

import dev.vitrine.server.observe.Event;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Says once, loudly, why the process must end, and has it ended. */
final class FatalEnd implements Consumer<Throwable> {
  private final AtomicBoolean told = new AtomicBoolean();
  private final Consumer<Throwable> end;

  FatalEnd(Consumer<Throwable> end) {
    this.end = end;
  }

  @Override
  public void accept(Throwable because) {
    if (told.compareAndSet(false, true)) {
      Event.FATAL
          .error()
          .addKeyValue("reason", because.toString())
          .addKeyValue("then", "the process ends; a restart reads the truth from disk")
          .setCause(because)
          .log();
      end.accept(because);
    }
  }
}
