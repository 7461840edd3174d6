package dev.vitrine.bench.compare;

import dev.vitrine.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** nginx with one worker over a folder, told what helps it most. */
final class Nginx {

  private static final String CONFIG =
      """
      %sworker_processes 1;
      pid %s/nginx.pid;
      error_log %s/error.log;
      events { worker_connections 1024; }
      http {
        access_log off;
        sendfile on;
        tcp_nopush on;
        tcp_nodelay on;
        keepalive_requests 1000000000;
        open_file_cache max=10000 inactive=1h;
        default_type application/octet-stream;
        client_body_temp_path %s/t1;
        proxy_temp_path %s/t2;
        fastcgi_temp_path %s/t3;
        uwsgi_temp_path %s/t4;
        scgi_temp_path %s/t5;
        server {
          listen 127.0.0.1:%d;
          root %s;
          add_header Cache-Control "max-age=31536000, immutable";
        }
      }
      """;

  private Nginx() {}

  /** Starts it on a port; {@code probe} is the path of a file that it must serve. */
  static ServerProcess start(Path binary, Path root, int port, Path work, String probe)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
    String text = CONFIG.formatted(user, work, work, work, work, work, work, work, port, root);
    Path config = Files.writeString(work.resolve("nginx.conf"), text);
    ServerProcess process =
        ServerProcess.start(
            "nginx",
            List.of(
                binary.toString(),
                "-p",
                work.toString(),
                "-c",
                config.toString(),
                "-g",
                "daemon off;"),
            Map.of(),
            work.resolve("output"));
    process.awaitOk("http://127.0.0.1:" + port + probe, Duration.ofSeconds(10));
    return process;
  }
}
