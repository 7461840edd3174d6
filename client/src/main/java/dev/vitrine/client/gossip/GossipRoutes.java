package dev.vitrine.client.gossip;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.Request;
import dev.vitrine.client.http.Response;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a party serves to its peers.
 *
 * @param ours the heads held now
 * @param theirs takes heads that were pushed; must return at once, believes nothing
 * @param evidence what is served
 * @param theirEvidence takes evidence that was pushed and verifies by its own keys, which may not
 *     be those of any log
 */
public record GossipRoutes(
    Supplier<List<SignedCheckpoint>> ours,
    Consumer<List<SignedCheckpoint>> theirs,
    EvidenceFolder evidence,
    Consumer<ForkEvidence> theirEvidence)
    implements Handler {
  private static final int MAX_BODY = 1 << 20;
  private static final String HEADS = "/gossip/v1/heads";
  private static final String EVIDENCE = "/gossip/v1/evidence";
  private static final Pattern FROM = Pattern.compile("from=([0-9]{1,9})");
  private static final String JSON = "application/json";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public Response handle(Request request) throws IOException {
    String path = request.path();
    if (path.equals(HEADS) && request.isRead()) {
      return Response.of(200, JSON, HeadsMessage.page(ours.get(), from(request)).encode());
    }
    if (path.equals(HEADS) && request.method().equals("POST")) {
      return take(request);
    }
    if (path.equals(EVIDENCE) && request.isRead()) {
      return Response.of(200, JSON, ids());
    }
    if (path.equals(EVIDENCE) && request.method().equals("POST")) {
      return takeEvidence(request);
    }
    if (path.startsWith(EVIDENCE + "/") && request.isRead()) {
      return evidence
          .read(path.substring(EVIDENCE.length() + 1))
          .map(bytes -> Response.of(200, Response.TEXT, bytes))
          .orElse(Response.text(404, "no such evidence\n"));
    }
    return Response.text(404, "no such resource\n");
  }

  private static int from(Request request) {
    Matcher from = FROM.matcher(request.query());
    return from.matches() ? Integer.parseInt(from.group(1)) : 0;
  }

  private Response take(Request request) throws IOException {
    byte[] body = request.body(MAX_BODY);
    try {
      theirs.accept(HeadsMessage.parse(body).heads());
      return Response.text(202, "taken\n");
    } catch (IOException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private Response takeEvidence(Request request) throws IOException {
    String text = new String(request.body(MAX_BODY), StandardCharsets.UTF_8);
    try {
      ForkEvidence pushed = ForkEvidence.parse(text);
      pushed.verify();
      theirEvidence.accept(pushed);
      return Response.text(202, "taken\n");
    } catch (EvidenceException | FormatNewerException | IllegalArgumentException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private String ids() throws IOException {
    ObjectNode message = MAPPER.createObjectNode();
    ArrayNode ids = message.putArray("evidence");
    evidence.ids().forEach(ids::add);
    return message.toString();
  }
}
