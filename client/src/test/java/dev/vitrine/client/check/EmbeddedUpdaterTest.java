package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.TileServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in docs/examples compiles with core alone and does what it says. */
class EmbeddedUpdaterTest {
  @TempDir Path classes;
  private final RecordLog records = new RecordLog();
  private final long build = records.build("Suite", "1.2", "setup.bin", "the installer");
  private byte[] bundle = {};
  private Class<?> updater = Object.class;

  @BeforeEach
  void compile() throws Exception {
    Path source =
        Path.of(System.getProperty("vitrine.root"), "docs", "examples", "EmbeddedUpdater.java");
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                messages,
                messages,
                "-cp",
                core(),
                "-Xlint:all",
                "-Werror",
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    URL[] urls = {classes.toUri().toURL()};
    updater = new URLClassLoader(urls, getClass().getClassLoader()).loadClass("EmbeddedUpdater");
    try (TileServer server = records.serve();
        LogClient client =
            LogClient.builder().log(server.url()).vkeys(records.log.vkey()).build()) {
      bundle = new BundleMaker(client).make(build, Optional.empty(), Optional.empty()).encode();
    }
  }

  /** Core and what it depends on; nothing of client, records or proto. */
  private static String core() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                entry.contains(File.separator + "core" + File.separator)
                    || entry.contains("vitrine-core")
                    || entry.contains("bcprov")
                    || entry.contains("jspecify"))
        .filter(entry -> !entry.contains("protobuf") && !entry.contains("jackson"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void require(byte[] stapled, String file) throws Throwable {
    Object made =
        updater
            .getConstructor(String.class, Duration.class)
            .newInstance("log " + records.log.vkey() + "\nquorum none\n", Duration.ZERO);
    try {
      updater
          .getMethod("requireInstallable", byte[].class, byte[].class, Instant.class)
          .invoke(made, stapled, file.getBytes(StandardCharsets.UTF_8), Instant.now());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void file_thatTheRecordIsAbout_isInstallable() {
    assertThatCode(() -> require(bundle, "the installer")).doesNotThrowAnyException();
  }

  @Test
  void fileOrBundle_altered_isRefused() {
    assertThatThrownBy(() -> require(bundle, "patched"))
        .hasMessageContaining("not about this file");
    byte[] altered = bundle.clone();
    altered[40] ^= 1;
    assertThatThrownBy(() -> require(altered, "the installer")).isInstanceOf(Exception.class);
  }
}
