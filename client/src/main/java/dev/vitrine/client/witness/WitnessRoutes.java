package dev.vitrine.client.witness;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.note.NoteSignature;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The witness over HTTP.
 *
 * @param prefix path before the resources, empty or {@code /something}
 */
public record WitnessRoutes(Witness witness, String prefix) implements Handler {
  /** Longest request body: a note of dozens of post-quantum lines, and 63 hashes. */
  public static final int MAX_BODY = 128 << 10;

  private static final String SIZE = "text/x.tlog.size";
  private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");

  public WitnessRoutes {
    if (!prefix.isEmpty() && (!prefix.startsWith("/") || prefix.endsWith("/"))) {
      throw new IllegalArgumentException("prefix: " + prefix + " (expected: empty or /path)");
    }
  }

  /** Whether this request is the witness's business, so that others can share its port. */
  public boolean handles(String path) {
    String below = below(path);
    return below.equals("/add-checkpoint")
        || below.equals("/sign-subtree")
        || CHECKPOINT.matcher(below).matches();
  }

  @Override
  public Response handle(Request request) throws IOException {
    String below = below(request.path());
    Matcher checkpoint = CHECKPOINT.matcher(below);
    if (checkpoint.matches()) {
      return request.isRead() ? latest(checkpoint.group(1)) : notAllowed("GET, HEAD");
    }
    if (below.equals("/add-checkpoint")) {
      return request.method().equals("POST")
          ? answer(() -> witness.addCheckpoint(request.body(MAX_BODY)))
          : notAllowed("POST");
    }
    if (below.equals("/sign-subtree")) {
      return request.method().equals("POST")
          ? answer(() -> witness.signSubtree(request.body(MAX_BODY)))
          : notAllowed("POST");
    }
    if (request.path().equals("/healthz")) {
      return Response.text(200, "ok\n");
    }
    return Response.text(404, "no such resource\n");
  }

  private String below(String path) {
    return path.startsWith(prefix) ? path.substring(prefix.length()) : "";
  }

  private Response latest(String originHash) {
    return witness
        .latest(originHash)
        .map(head -> Response.of(200, Response.TEXT, head.encode()))
        .map(response -> response.with("Cache-Control", "no-cache"))
        .orElse(Response.text(404, "nothing cosigned\n"));
  }

  private static Response notAllowed(String allowed) {
    return Response.text(405, "expected: " + allowed + "\n").with("Allow", allowed);
  }

  private static Response answer(Question question) throws IOException {
    try {
      StringBuilder lines = new StringBuilder();
      question.ask().forEach(signature -> lines.append(signature.line()).append('\n'));
      return Response.text(200, lines.toString());
    } catch (RefusalException e) {
      return refusal(e);
    }
  }

  /** The answer that says why nothing was signed. */
  public static Response refusal(RefusalException refusal) {
    if (refusal.cosignedSize().isPresent()) {
      return Response.of(refusal.status(), SIZE, refusal.cosignedSize().getAsLong() + "\n");
    }
    Response response = Response.text(refusal.status(), refusal.getMessage() + "\n");
    return refusal.retryAfterSeconds().isPresent()
        ? response.with("Retry-After", Long.toString(refusal.retryAfterSeconds().getAsLong()))
        : response;
  }

  @FunctionalInterface
  private interface Question {
    List<NoteSignature> ask() throws RefusalException, IOException;
  }
}
