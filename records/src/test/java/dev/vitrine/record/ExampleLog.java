package dev.vitrine.record;

import static dev.vitrine.admission.TestLog.sign;

import com.google.protobuf.Message;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The log that the examples are written into; each is admitted as it comes. */
final class ExampleLog {
  static final Path FOLDER = Written.ROOT.resolve("testdata/records");

  final TestLog log = TestLog.empty();
  final TestRecords records = new TestRecords(log);
  private final Map<String, Envelope> named = new LinkedHashMap<>();

  /** Appends an example that gets files of its own. */
  long add(String name, Envelope envelope) {
    named.put(name, envelope);
    return log.mustAppend(envelope);
  }

  long add(String name, Kind kind, Message predicate, Subject subject, SigningKey... keys) {
    return add(name, sign(kind, predicate, List.of(subject), keys));
  }

  /** By name, in log order. */
  Map<String, Envelope> named() {
    return named;
  }

  /** A file of the examples' folder as public evidence. */
  Evidence document(String file, String mediaType) {
    return log.upload(file, mediaType, bytes(file));
  }

  static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(file, e);
    }
  }

  static Subject artifact(String name, String uri, String sha256) {
    return Subject.newBuilder().setName(name).setUri(uri).putDigest("sha256", sha256).build();
  }
}
