package dev.vitrine.client.mirror;

import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.witness.RefusalException;
import dev.vitrine.client.witness.WitnessRoutes;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.note.NoteSignature;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/** The write side of a mirror over HTTP. */
public record PushRoutes(PushedLogs logs) implements Handler {
  private static final Set<String> PATHS =
      Set.of("/add-checkpoint", "/add-entries", "/sign-subtree");
  private static final String BINARY = "application/octet-stream";

  /** Whether this request is the write side's business. */
  public boolean handles(String path) {
    return PATHS.contains(path);
  }

  @Override
  public Response handle(Request request) throws IOException {
    if (!handles(request.path())) {
      return Response.text(404, "no such resource\n");
    }
    if (!request.method().equals("POST")) {
      return Response.text(405, "expected: POST\n").with("Allow", "POST");
    }
    try {
      return switch (request.path()) {
        case "/add-checkpoint" -> addCheckpoint(request);
        case "/sign-subtree" -> lines(logs.signSubtree(request.body(WitnessRoutes.MAX_BODY)));
        default -> addEntries(request);
      };
    } catch (RefusalException e) {
      return WitnessRoutes.refusal(e);
    }
  }

  private Response addCheckpoint(Request request) throws IOException, RefusalException {
    logs.addCheckpoint(request.body(WitnessRoutes.MAX_BODY));
    return Response.text(200, "");
  }

  private Response addEntries(Request request) throws RefusalException {
    String type = request.header("content-type").orElse("");
    if (!type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(BINARY)) {
      return Response.text(415, "Content-Type: " + type + " (expected: " + BINARY + ")\n");
    }
    Response answer = answer(logs.addEntries(unzipped(request)));
    return answer.with("Accept-Encoding", "gzip");
  }

  private static Response answer(UploadOutcome outcome) {
    if (outcome instanceof UploadOutcome.Complete complete) {
      return lines(complete.cosignatures());
    }
    return outcome instanceof UploadOutcome.Incomplete incomplete
        ? Response.of(202, MirrorInfo.TYPE, incomplete.info().encode())
        : Response.of(409, MirrorInfo.TYPE, ((UploadOutcome.Conflict) outcome).info().encode());
  }

  private static InputStream unzipped(Request request) throws RefusalException {
    String encoding =
        request.header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
    if (encoding.equals("identity")) {
      return new BufferedInputStream(request.stream());
    }
    if (!encoding.equals("gzip")) {
      throw RefusalException.of(415, "Content-Encoding: " + encoding + " (expected: gzip)");
    }
    try {
      return new BufferedInputStream(new GZIPInputStream(request.stream()));
    } catch (IOException e) {
      throw RefusalException.of(400, "add-entries: not gzip: " + e.getMessage());
    }
  }

  private static Response lines(List<NoteSignature> signatures) {
    StringBuilder lines = new StringBuilder();
    signatures.forEach(signature -> lines.append(signature.line()).append('\n'));
    return Response.text(200, lines.toString());
  }
}
