package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A log whose answers a test scripts, and a gRPC client of it. */
@Timeout(60)
abstract class GrpcFixture {
  final ScriptedLog log = new ScriptedLog();
  ManagedChannel channel;
  TransparencyLogBlockingStub stub;

  void start(String... settings) throws Exception {
    log.start(settings);
    channel = Grpc.channel(log.port());
    stub = TransparencyLogGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    log.close();
  }

  StatusRuntimeException refused(Runnable call) {
    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(e).as("the call was to be refused").isNotNull();
    return e;
  }
}
