package dev.vitrine.server.publisher.witness;

import dev.vitrine.note.VerifierKey;
import java.net.URI;

/**
 * A witness as the policy names it.
 *
 * @param name the policy's name for it
 * @param url submission prefix, with a final slash
 */
public record WitnessPeer(String name, VerifierKey key, URI url) {
  public WitnessPeer {
    String scheme = url.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "witness " + name + ": " + url + " (expected: an http or https URL)");
    }
    if (!url.toString().endsWith("/")) {
      url = URI.create(url + "/");
    }
  }
}
