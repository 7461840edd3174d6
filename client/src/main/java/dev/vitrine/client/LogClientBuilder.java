package dev.vitrine.client;

import dev.vitrine.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Describes a {@link LogClient}. Address and policy have no default; everything else has one. */
public final class LogClientBuilder {
  private @Nullable String address;
  private @Nullable String appendAddress;
  private @Nullable LogTransport transport;
  private @Nullable Policy policy;
  private TrustStore trustStore = TrustStore.inMemory();
  private RequestLimits limits = RequestLimits.DEFAULT;
  private @Nullable Duration maxHeadAge;
  private Clock clock = Clock.systemUTC();
  private int appendWindow = AppendSession.DEFAULT_WINDOW;
  private Duration appendPatience = AppendSession.DEFAULT_PATIENCE;
  private Consumer<String> onAppendDelay = why -> {};

  LogClientBuilder() {}

  /**
   * Sets where the log is read.
   *
   * @param where {@code http://…} or {@code https://…} (tiles), {@code grpc://HOST:PORT} or {@code
   *     grpcs://…} (the gRPC service, without or with TLS), or the path of a folder in tlog-tiles
   *     layout
   * @return this
   */
  public LogClientBuilder log(String where) {
    address = Objects.requireNonNull(where, "where");
    return this;
  }

  /**
   * Sets where entries are appended, if not where the log is read. A Vitrine server answers HTTP
   * and gRPC on one port, and gRPC appends faster.
   *
   * @param where as for {@link #log}
   * @return this
   */
  public LogClientBuilder appendTo(String where) {
    appendAddress = Objects.requireNonNull(where, "where");
    return this;
  }

  /**
   * Sets a transport of one's own instead of an address.
   *
   * @param own is closed with the client
   * @return this
   */
  public LogClientBuilder transport(LogTransport own) {
    transport = Objects.requireNonNull(own, "own");
    return this;
  }

  /**
   * Sets whose signatures count.
   *
   * @param keysAndQuorum the log's keys, the witnesses and how many of them
   * @return this
   */
  public LogClientBuilder policy(Policy keysAndQuorum) {
    policy = Objects.requireNonNull(keysAndQuorum, "keysAndQuorum");
    return this;
  }

  /**
   * Trusts one log by its keys alone, without witnesses.
   *
   * @param vkeys verifier keys of one log, at least one; any one of them suffices
   * @return this
   */
  public LogClientBuilder vkeys(String... vkeys) {
    return policy(VkeyPolicy.of(List.of(vkeys)));
  }

  /**
   * Sets what is remembered between questions. The default forgets when the process ends.
   *
   * @param store see {@link FileTrustStore}
   * @return this
   */
  public LogClientBuilder trustStore(TrustStore store) {
    trustStore = Objects.requireNonNull(store, "store");
    return this;
  }

  /**
   * Sets what may be received and how long may be waited.
   *
   * @param requestLimits for each answer
   * @return this
   */
  public LogClientBuilder limits(RequestLimits requestLimits) {
    limits = Objects.requireNonNull(requestLimits, "requestLimits");
    return this;
  }

  /**
   * Refuses heads whose newest signature time is older; also heads without any time. The default
   * accepts any age.
   *
   * @param age > 0
   * @return this
   */
  public LogClientBuilder maxHeadAge(Duration age) {
    maxHeadAge = Objects.requireNonNull(age, "age");
    return this;
  }

  /**
   * Sets the clock that ages are measured with.
   *
   * @param source the default is the system's
   * @return this
   */
  public LogClientBuilder clock(Clock source) {
    clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Sets how many appends of a session are under way at once.
   *
   * @param entries at least 1
   * @return this
   */
  public LogClientBuilder appendWindow(int entries) {
    if (entries < 1) {
      throw new IllegalArgumentException("append window: %d (expected: >= 1)".formatted(entries));
    }
    appendWindow = entries;
    return this;
  }

  /**
   * Sets how long one entry is tried before its append fails.
   *
   * @param patience > 0
   * @return this
   */
  public LogClientBuilder appendPatience(Duration patience) {
    appendPatience = Objects.requireNonNull(patience, "patience");
    return this;
  }

  /**
   * Sets who is told that an entry has been tried several times and will be again.
   *
   * @param told given the last answer, once for each attempt from the fifth, on any thread; must
   *     not block
   * @return this
   */
  public LogClientBuilder onAppendDelay(Consumer<String> told) {
    onAppendDelay = Objects.requireNonNull(told, "told");
    return this;
  }

  /**
   * Makes the client. Nothing is read or sent yet.
   *
   * @return the client
   * @throws IllegalStateException if address or policy is missing
   */
  public LogClient build() {
    if (policy == null) {
      throw new IllegalStateException("no policy (expected: policy or vkeys)");
    }
    HeadVerifier verifier = new HeadVerifier(policy, Optional.ofNullable(maxHeadAge), clock);
    return new LogClient(buildTransport(), verifier, this);
  }

  private LogTransport buildTransport() {
    if (transport != null) {
      return transport;
    }
    if (address == null) {
      throw new IllegalStateException("no address (expected: log or transport)");
    }
    LogTransport reads = LogTransport.to(address, limits);
    return appendAddress == null || appendAddress.equals(address)
        ? reads
        : new SplitTransport(reads, LogTransport.to(appendAddress, limits));
  }

  TrustStore trustStore() {
    return trustStore;
  }

  int appendWindow() {
    return appendWindow;
  }

  Duration appendPatience() {
    return appendPatience;
  }

  Consumer<String> onAppendDelay() {
    return onAppendDelay;
  }
}
