package dev.vitrine.server.api.listen;

import dev.vitrine.server.config.TlsFiles;
import dev.vitrine.server.observe.Event;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listener's TLS material. It is read again when its bytes change; material that cannot be read
 * or does not fit together is reported once, and the old one stays in use.
 */
final class Certificates {

  private final TlsFiles files;

  // Owned by the blocking thread of the reload, one at a time.
  private Material seen;

  @SuppressWarnings("ArrayRecordComponent") // compared by content in same()
  private record Material(byte[] certificate, byte[] key, Optional<byte[]> clientCa) {

    static Material read(TlsFiles files) throws IOException {
      Optional<Path> ca = files.clientCa();
      return new Material(
          Files.readAllBytes(files.certificate()),
          Files.readAllBytes(files.key()),
          ca.isPresent() ? Optional.of(Files.readAllBytes(ca.get())) : Optional.empty());
    }

    boolean same(Material other) {
      return Arrays.equals(certificate, other.certificate)
          && Arrays.equals(key, other.key)
          && Arrays.equals(clientCa.orElse(new byte[0]), other.clientCa.orElse(new byte[0]));
    }

    PemKeyCertOptions keyAndCertificate() {
      return new PemKeyCertOptions()
          .setKeyValue(Buffer.buffer(key))
          .setCertValue(Buffer.buffer(certificate));
    }

    Optional<PemTrustOptions> trust() {
      return clientCa.map(ca -> new PemTrustOptions().addCertValue(Buffer.buffer(ca)));
    }
  }

  private @Nullable Material refused;

  Certificates(Vertx vertx, TlsFiles files) throws IOException {
    this.files = files;
    this.seen = Material.read(files);
    KeyPairCheck.verify(vertx, seen.keyAndCertificate());
  }

  void apply(HttpServerOptions options) {
    options.setSsl(true).setKeyCertOptions(seen.keyAndCertificate());
    seen.trust()
        .ifPresent(trust -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trust));
  }

  void reloadIfChanged(Vertx vertx, List<HttpServer> servers) {
    vertx
        .<Optional<Material>>executeBlocking(() -> changed(vertx))
        .onSuccess(changed -> changed.ifPresent(material -> use(material, servers)))
        .onFailure(Certificates::report);
  }

  private Optional<Material> changed(Vertx vertx) throws IOException {
    Material now = Material.read(files);
    if (now.same(seen) || (refused != null && now.same(refused))) {
      return Optional.empty();
    }
    // The two files are replaced one after the other: between, they do not belong together.
    refused = now;
    KeyPairCheck.verify(vertx, now.keyAndCertificate());
    refused = null;
    seen = now;
    return Optional.of(now);
  }

  private void use(Material material, List<HttpServer> servers) {
    ServerSSLOptions options =
        new ServerSSLOptions().setUseAlpn(true).setKeyCertOptions(material.keyAndCertificate());
    material
        .trust()
        .ifPresent(trust -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trust));
    io.vertx.core.Future.all(
            servers.stream().map(server -> server.updateSSLOptions(options, true)).toList())
        .onSuccess(
            done -> Event.TLS_RELOADED.info().addKeyValue("certificate", files.certificate()).log())
        .onFailure(Certificates::report);
  }

  private static void report(Throwable failure) {
    Event.TLS_RELOAD_FAILED.warn().addKeyValue("reason", failure.getMessage()).log();
  }
}
