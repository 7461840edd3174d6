package dev.vitrine.client.check;

import static dev.vitrine.client.GrpcLog.altered;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.vitrine.client.GrpcLog;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.v1.GetCheckpointResponse;
import dev.vitrine.v1.GetEntryResponse;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same lies over gRPC: never VERIFIED, never for long, never more memory than allowed. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileGrpcCheckTest {
  private static final int BOMB_BYTES = 64 << 20;

  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private long build;
  private GrpcLog server;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    build = records.build("Suite", "1.2", "setup.bin", "the installer");
    server = new GrpcLog(records.log, records::hits);
    file = Files.writeString(folder.resolve("setup.bin"), "the installer");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private record Run(int exitCode, String output, long millis) {}

  private Run check(GrpcLog server) {
    StringWriter text = new StringWriter();
    long started = System.nanoTime();
    int exitCode =
        Vitrine.run(
            new PrintWriter(text),
            new PrintWriter(text, true),
            "check",
            file.toString(),
            "--log",
            server.url(),
            "--vkey",
            records.log.vkey(),
            "--forget",
            "--timeout",
            "1");
    return new Run(exitCode, text.toString(), (System.nanoTime() - started) / 1_000_000);
  }

  /** Method by method at the same time, each on a server of its own: most of it is waiting. */
  @Test
  void everyLie_onEveryMethod_isRefusedInTime() throws Exception {
    assertThat(check(server).exitCode()).isZero();
    Set<String> methods = server.calls();
    assertThat(methods)
        .containsExactlyInAnyOrder("GetCheckpoint", "GetEntry", "GetInclusionProof", "Lookup");
    Map<String, String> failures = new ConcurrentSkipListMap<>();
    ExecutorService pool = Executors.newFixedThreadPool(methods.size());
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (String method : methods) {
        tasks.add(() -> refuseEveryLie(method, failures));
      }
      for (Future<Void> task : pool.invokeAll(tasks)) {
        task.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(failures).isEmpty();
  }

  private Void refuseEveryLie(String method, Map<String, String> failures) throws Exception {
    try (GrpcLog liar = new GrpcLog(records.log, records::hits)) {
      lies(method)
          .forEach(
              (name, lie) -> {
                liar.honest();
                liar.lie(method, lie);
                Run run = check(liar);
                boolean refused = run.exitCode() >= 10 && run.exitCode() <= 17;
                if (!refused || run.output().contains("VERIFIED") || run.millis() > 15_000) {
                  failures.put(method + " " + name, run.exitCode() + " " + run.output());
                }
              });
    }
    return null;
  }

  private Map<String, GrpcLog.Lie> lies(String method) {
    Map<String, GrpcLog.Lie> lies = new TreeMap<>();
    lies.put("no answer", (call, headers, next) -> new ServerCall.Listener<>() {});
    lies.put(
        "headers and nothing more",
        (call, headers, next) -> {
          call.request(1);
          call.sendHeaders(new Metadata());
          return new ServerCall.Listener<>() {};
        });
    for (Status status : new Status[] {Status.UNAVAILABLE, Status.UNIMPLEMENTED, Status.INTERNAL}) {
      lies.put(
          status.getCode().name(),
          (call, headers, next) -> {
            call.close(status, new Metadata());
            return new ServerCall.Listener<>() {};
          });
    }
    lies.put("empty", altered(Message::getDefaultInstanceForType));
    lies.put("too large", altered(HostileGrpcCheckTest::swollen));
    lies.put(
        "bomb",
        (call, headers, next) -> {
          call.setCompression("gzip");
          return altered(HostileGrpcCheckTest::swollen).start(call, headers, next);
        });
    lies.putAll(ofContent(method));
    return lies;
  }

  /** Lies that are well-formed answers. */
  private Map<String, GrpcLog.Lie> ofContent(String method) {
    TestLog other = TestLog.of(records.log.size(), "other");
    Map<String, GrpcLog.Lie> lies = new TreeMap<>();
    switch (method) {
      case "GetCheckpoint" -> {
        lies.put("of another tree", altered(m -> head(other.head(other.size()).encode())));
        lies.put("older", altered(m -> head(records.log.head(3).encode())));
        lies.put(
            "log-in page",
            altered(m -> head("<html>log in</html>".getBytes(StandardCharsets.UTF_8))));
      }
      case "GetEntry" -> {
        lies.put("of another tree", altered(m -> entry(other.entry(build))));
        lies.put("another entry", altered(m -> entry(records.log.entry(1))));
        lies.put(
            "one bit turned", altered(m -> entry(TestLog.flipped(records.log.entry(build), 40))));
      }
      case "GetInclusionProof" -> {
        lies.put("truncated", altered(m -> path(m, path -> path.subList(1, path.size()))));
        lies.put("in another order", altered(m -> path(m, HostileGrpcCheckTest::reversed)));
        lies.put("short hashes", altered(m -> path(m, p -> List.of(p.get(0).substring(1)))));
      }
      default -> {
        lies.put("another record", altered(m -> hits(1)));
        lies.put("negative index", altered(m -> hits(-1)));
        lies.put(
            "endless pages",
            altered(m -> ((LookupResponse) m).toBuilder().setNextPageToken("x").build()));
      }
    }
    return lies;
  }

  private static Message head(byte[] note) {
    return GetCheckpointResponse.newBuilder().setCheckpointBytes(ByteString.copyFrom(note)).build();
  }

  private static Message entry(byte[] bytes) {
    return GetEntryResponse.newBuilder().setEntry(ByteString.copyFrom(bytes)).build();
  }

  private static Message hits(long index) {
    return LookupResponse.newBuilder()
        .addHits(LookupHit.newBuilder().setIndex(index))
        .setCoversSize(6)
        .build();
  }

  private static Message path(Message honest, UnaryOperator<List<ByteString>> change) {
    GetInclusionProofResponse proof = (GetInclusionProofResponse) honest;
    return proof.toBuilder().clearPath().addAllPath(change.apply(proof.getPathList())).build();
  }

  private static List<ByteString> reversed(List<ByteString> path) {
    List<ByteString> copy = new ArrayList<>(path);
    Collections.reverse(copy);
    return copy;
  }

  /** The honest answer with a field that no reader knows and that is 64 MiB large. */
  private static Message swollen(Message honest) {
    ByteString zeros = ByteString.copyFrom(new byte[BOMB_BYTES]);
    return honest.toBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    1000, UnknownFieldSet.Field.newBuilder().addLengthDelimited(zeros).build())
                .build())
        .build();
  }
}
