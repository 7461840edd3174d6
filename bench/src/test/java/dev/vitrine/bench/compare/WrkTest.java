package dev.vitrine.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrkTest {

  @Test
  void output_withRate_isRead() throws Exception {
    String output =
        """
        Running 6s test @ http://127.0.0.1:6962
          1 threads and 32 connections
          480019 requests in 6.00s, 3.79GB read
        Requests/sec:  79998.31
        Transfer/sec:    647.70MB
        """;
    assertThat(Wrk.parse(output)).isEqualTo(79998.31);
  }

  @Test
  void output_withFailedRequests_isRefused() {
    String output = "  Non-2xx or 3xx responses: 12\nRequests/sec:  79998.31\n";
    assertThatThrownBy(() -> Wrk.parse(output)).hasMessageContaining("responses: 12");
  }

  @Test
  void script_namesEachPath() {
    assertThat(Wrk.script(List.of("/tile/0/000", "/tile/0/001")))
        .startsWith("local paths = {\n  \"/tile/0/000\",\n  \"/tile/0/001\",\n}");
  }
}
