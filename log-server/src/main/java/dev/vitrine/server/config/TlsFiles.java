package dev.vitrine.server.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a listener's TLS material lies; re-read when the files change.
 *
 * @param certificate PEM chain, leaf first
 * @param key PEM PKCS#8 private key
 * @param clientCa PEM certificates that client certificates must chain to; set: mTLS
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
  public TlsFiles {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(clientCa, "clientCa");
  }
}
