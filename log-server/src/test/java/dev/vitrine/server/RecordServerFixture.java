package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server that admits records, and an HTTP client of it. */
abstract class RecordServerFixture {
  @TempDir Path folder;

  final HttpClient http = HttpClient.newHttpClient();
  ServedRecords served;
  TestLog model;
  TestRecords records;
  LogServer server;

  @BeforeEach
  void start() throws Exception {
    start(Map.of("blobs.max-size", "64KiB"));
  }

  void start(Map<String, String> settings) throws Exception {
    served = new ServedRecords(folder, settings);
    model = served.model;
    records = served.records;
    server = served.server();
    for (byte[] entry : model.entries) {
      assertThat(add(entry).statusCode()).isEqualTo(200);
    }
  }

  @AfterEach
  void stop() {
    served.close();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.addresses().get(0) + path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> add(byte[] entry) throws Exception {
    return send(request("/add").POST(BodyPublishers.ofByteArray(entry)));
  }
}
