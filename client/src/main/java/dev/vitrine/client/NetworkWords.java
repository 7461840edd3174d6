package dev.vitrine.client;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection came about, in words that say what was expected and what to do; Java's own are
 * none ("PKIX path building failed") or missing.
 */
final class NetworkWords {
  private static final Pattern OTHER_NAME =
      Pattern.compile("^No (name matching|subject alternative).*");

  private NetworkWords() {}

  /**
   * The words for a failure; empty if it is of another kind.
   *
   * @param host the host that was to be reached
   */
  static Optional<String> of(Throwable failure, String host) {
    Optional<String> certificate = certificate(failure, host);
    if (certificate.isPresent()) {
      return certificate;
    }
    if (Causes.has(failure, UnresolvedAddressException.class)
        || Causes.has(failure, UnknownHostException.class)) {
      return Optional.of("no such host name");
    }
    return Causes.has(failure, ConnectException.class)
        ? Optional.of("no connection: nothing listens there, or it is blocked")
        : Optional.empty();
  }

  private static Optional<String> certificate(Throwable failure, String host) {
    if (Causes.has(failure, CertificateExpiredException.class)) {
      return Optional.of(
          "the certificate that %s shows has expired (expected: one that is valid now)."
                  .formatted(host)
              + " The log's operator must renew it; is this machine's clock right?");
    }
    if (Causes.has(failure, CertificateNotYetValidException.class)) {
      return Optional.of(
          "the certificate that %s shows is not valid yet (expected: one that is valid now)."
                  .formatted(host)
              + " Is this machine's clock right?");
    }
    if (Causes.has(failure, CertPathBuilderException.class)) {
      return Optional.of(
          "nobody whom this machine trusts has issued the certificate that %s shows".formatted(host)
              + " (expected: an issuer in Java's trust store). A proxy that opens connections, or"
              + " a certificate authority of your own? Then set"
              + " JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE");
    }
    return refused(failure, host);
  }

  private static Optional<String> refused(Throwable failure, String host) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        String message = String.valueOf(cause.getMessage());
        return Optional.of(
            OTHER_NAME.matcher(message).matches()
                ? "the server's certificate is for another name (expected: %s).".formatted(host)
                    + " Is the address right? Use the name that the certificate is for"
                : "the certificate that %s shows was refused: %s".formatted(host, message));
      }
    }
    return Optional.empty();
  }
}
