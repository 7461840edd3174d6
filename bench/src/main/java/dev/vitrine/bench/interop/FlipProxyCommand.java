package dev.vitrine.bench.interop;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.options.Usage;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench flip-proxy}. */
@Command(
    name = "flip-proxy",
    description = "Serves a log with one bit altered, until it is killed; prints its URL.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class FlipProxyCommand implements Callable<Integer> {

  @Option(names = "--url", required = true, description = "The log.")
  private String url;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port at 127.0.0.1. Default: any free one")
  private int port;

  @Option(names = "--resource", required = true, description = "Such as tile/0/000.")
  private String resource;

  @Option(names = "--bit", required = true, description = "Number of the bit; -1 alters nothing.")
  private int bit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Endpoint log = Usage.check(spec, () -> Endpoint.parse(url));
    if (port < 0 || port > 65_535) {
      throw Usage.error(spec, "--port: " + port + " (expected: 0..65535)");
    }
    try (FlipProxy proxy = new FlipProxy(log, port, resource, bit)) {
      spec.commandLine().getOut().println("http://127.0.0.1:" + proxy.port());
      spec.commandLine().getOut().flush();
      new CountDownLatch(1).await();
      return 0;
    }
  }
}
