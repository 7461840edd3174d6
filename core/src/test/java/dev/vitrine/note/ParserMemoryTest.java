package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vitrine.merkle.Project;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.proof.ProofFormatException;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.RequestFormatException;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No input makes a parser allocate more than a small multiple of the input. */
class ParserMemoryTest {
  private static final int MULTIPLE = 24;
  private static final long CONSTANT = 256 * 1024;
  private static final String SIGNATURE = "\n\u2014 n AAAAAAA=\n";

  private interface Parser {
    void parse(byte[] input) throws Exception;
  }

  @Test
  void hostileInput_ofAMegabyte_costsASmallMultipleOfItself() throws Exception {
    assertThat(failures(hostile())).isEmpty();
  }

  /** Whatever any of the fuzz targets kept, in every parser. */
  @Test
  void corpus_ofEveryFuzzTarget_costsASmallMultipleOfItself() throws Exception {
    List<byte[]> corpus = new ArrayList<>();
    Path folder = Project.root().resolve("core/src/test/resources/dev/vitrine");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    assertThat(corpus).hasSizeGreaterThan(500);
    assertThat(failures(corpus)).isEmpty();
  }

  private static List<String> failures(List<byte[]> inputs) throws Exception {
    List<String> failures = new ArrayList<>();
    for (Map.Entry<String, Parser> parser : parsers().entrySet()) {
      for (byte[] input : inputs) {
        run(parser.getValue(), input);
        long allocated = run(parser.getValue(), input);
        if (allocated > MULTIPLE * (long) input.length + CONSTANT) {
          failures.add(parser.getKey() + " of " + input.length + ": " + allocated + " bytes");
        }
      }
    }
    return failures;
  }

  private static Map<String, Parser> parsers() {
    Map<String, Parser> parsers = new LinkedHashMap<>();
    parsers.put("note", SignedNote::parse);
    parsers.put("checkpoint", SignedCheckpoint::parse);
    parsers.put("vkey", input -> VerifierKey.parse(new String(input, StandardCharsets.UTF_8)));
    parsers.put("private key", input -> SignerKey.parse(new String(input, StandardCharsets.UTF_8)));
    parsers.put("policy", Policy::parse);
    parsers.put("proof", TlogProof::parse);
    parsers.put("add-checkpoint", AddCheckpointRequest::parse);
    parsers.put("sign-subtree", SignSubtreeRequest::parse);
    parsers.put("mirror-info", MirrorInfo::parse);
    return parsers;
  }

  private static long run(Parser parser, byte[] input) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    try {
      parser.parse(input);
    } catch (NoteFormatException
        | PolicyFormatException
        | ProofFormatException
        | RequestFormatException
        | IOException e) {
      assertThat(e.getMessage()).hasSizeLessThan(1000);
    }
    return threads.getThreadAllocatedBytes(id) - before;
  }

  private static List<byte[]> hostile() {
    String root = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    String proof = "c2sp.org/tlog-proof@v1\n";
    String vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    List<byte[]> inputs = new ArrayList<>();
    for (String text :
        List.of(
            "\n".repeat(900_000),
            "a\n".repeat(400_000) + SIGNATURE,
            "o\n1\n" + root + "x\n".repeat(400_000) + SIGNATURE,
            "text\n" + ("\u2014 n AAAAAAA=\n".repeat(40_000)),
            "text\n" + SIGNATURE.repeat(50_000),
            "a".repeat(900_000),
            "+".repeat(900_000),
            "PRIVATE+KEY+" + "+".repeat(900_000),
            "\u00e9".repeat(400_000),
            proof + "index 0\n" + root.repeat(20_000) + "\n",
            proof + "extra " + "A".repeat(800_000) + "\nindex 0\n\n",
            "old 0\n" + root.repeat(20_000) + "\n",
            "subtree 0 1\n" + root.repeat(20_000) + "\n",
            "o\n1\n" + root + "\n" + ("\u2014 " + "n".repeat(400_000) + " AAAAAAA=\n").repeat(2),
            "1\n".repeat(400_000),
            "old " + "9".repeat(900_000) + "\n\n",
            "#\n".repeat(400_000) + "quorum none\n",
            "log " + "a ".repeat(400_000) + "\nquorum none\n",
            "witness w " + vkey + "\n" + "group g all w" + " w".repeat(300_000) + "\n",
            ("log " + vkey + "\n").repeat(10_000) + "quorum none\n")) {
      inputs.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return inputs;
  }
}
