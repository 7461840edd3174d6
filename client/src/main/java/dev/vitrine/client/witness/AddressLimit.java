package dev.vitrine.client.witness;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import java.io.IOException;

/**
 * Answers what one address posts beyond its share with 429, before a body is read or a signature
 * verified: what costs the witness work although no log signed it. Reads are not counted.
 *
 * @param limit one bucket an address
 * @param perSecond posts a second, on average, of one address
 */
public record AddressLimit(Handler handler, RateLimit limit, double perSecond) implements Handler {
  public AddressLimit {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate: " + perSecond + " (expected: > 0 a second)");
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    long seconds = request.isRead() ? 0 : limit.take(request.peer(), perSecond);
    return seconds == 0
        ? handler.handle(request)
        : Response.text(429, "too many requests from " + request.peer() + "\n")
            .with("Retry-After", Long.toString(seconds));
  }
}
