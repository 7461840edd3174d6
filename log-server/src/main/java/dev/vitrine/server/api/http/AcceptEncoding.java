package dev.vitrine.server.api.http;

import java.util.Locale;

/** The {@code Accept-Encoding} header, as far as gzip is concerned (RFC 9110, section 12.5.3). */
final class AcceptEncoding {

  private AcceptEncoding() {}

  static boolean allowsGzip(String header) {
    boolean any = false;
    for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.split(";", -1);
      String coding = parts[0].trim();
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return !refused(parts);
      }
      if (coding.equals("*")) {
        any = !refused(parts);
      }
    }
    return any;
  }

  private static boolean refused(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].trim().matches("q\\s*=\\s*0(\\.0{0,3})?")) {
        return true;
      }
    }
    return false;
  }
}
