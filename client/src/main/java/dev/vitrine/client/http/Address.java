package dev.vitrine.client.http;

import java.net.InetSocketAddress;

/** Reads {@code HOST:PORT} of a command line. */
public final class Address {
  private Address() {}

  /**
   * @throws IllegalArgumentException if the text is not of that form
   */
  public static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("address: " + text + " (expected: HOST:PORT)");
    }
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }
}
