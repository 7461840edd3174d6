package dev.vitrine.server;

import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.access.ApiBinder;
import dev.vitrine.server.access.ApiBinder.RunningApi;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running log: {@link Startup} builds it, {@link #close} takes it down. */
public final class LogServer implements AutoCloseable {
  private final Shutdown shutdown;
  private final ApiContext context;
  private final LogKeys keys;
  private final List<RunningApi> apis = new ArrayList<>();

  private LogServer(Shutdown shutdown, LogKeys keys, ApiContext context) {
    this.shutdown = shutdown;
    this.keys = keys;
    this.context = context;
  }

  /**
   * Opens the log and serves it.
   *
   * @throws IOException if it must not start; the message says what is wrong and what to do
   */
  @SuppressWarnings("resource") // a failed start closes whatever has been opened
  public static LogServer start(Config config, Parts parts) throws IOException {
    Shutdown shutdown = new Shutdown();
    try {
      Startup startup = new Startup(config, parts, shutdown);
      LogServer server = new LogServer(shutdown, startup.keys(), startup.open());
      server.bind(parts.apis());
      return server;
    } catch (IOException | RuntimeException | Error e) {
      shutdown.abandon();
      throw e;
    }
  }

  /** What the network side sees; also the way into the log without a network. */
  public ApiContext context() {
    return context;
  }

  public String origin() {
    return keys.origin();
  }

  public List<VerifierKey> keys() {
    return keys.verifierKeys();
  }

  /** Where the log can be reached. */
  public List<String> addresses() {
    return apis.stream().flatMap(api -> api.addresses().stream()).toList();
  }

  /** Where the operator's service can be reached; also among the addresses. */
  public Optional<String> adminAddress() {
    return apis.stream().flatMap(api -> api.adminAddress().stream()).findFirst();
  }

  /** Stores, publishes and answers what was accepted, then closes. */
  @Override
  public void close() {
    Head head = shutdown.close(context.reads()::head);
    Event.STOPPED.info().addKeyValue("size", head.size()).addKeyValue("root", head.root()).log();
  }

  private void bind(List<ApiBinder> binders) throws IOException {
    for (ApiBinder binder : binders) {
      RunningApi api = binder.bind(context);
      apis.add(api);
      shutdown.onStop(api::stopping);
      shutdown.addApi(api);
    }
    Event.SERVING
        .info()
        .addKeyValue("origin", origin())
        .addKeyValue("size", context.reads().head().size())
        .addKeyValue("addresses", addresses())
        .log();
  }
}
