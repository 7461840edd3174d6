package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The heads somebody holds, as they travel: {@code {"heads":["<signed checkpoint>", …]}}. */
public record HeadsMessage(List<SignedCheckpoint> heads) {
  /** Most heads in one message. */
  public static final int MAX_HEADS = 1000;

  private static final ObjectMapper JSON = new ObjectMapper();

  public HeadsMessage {
    heads = List.copyOf(heads);
  }

  public byte[] encode() {
    ObjectNode message = JSON.createObjectNode();
    ArrayNode array = message.putArray("heads");
    heads.forEach(head -> array.add(new String(head.encode(), UTF_8)));
    return message.toString().getBytes(UTF_8);
  }

  /**
   * @throws IOException if the bytes are no such message; one malformed head spoils it
   */
  public static HeadsMessage parse(byte[] bytes) throws IOException {
    JsonNode heads = JSON.readTree(bytes).path("heads");
    if (!heads.isArray() || heads.size() > MAX_HEADS) {
      throw new IOException(
          "heads: "
              + heads.getNodeType()
              + " of "
              + heads.size()
              + " (expected: a list of <= 1000)");
    }
    List<SignedCheckpoint> parsed = new ArrayList<>();
    for (JsonNode head : heads) {
      try {
        parsed.add(SignedCheckpoint.parse(head.asText().getBytes(UTF_8)));
      } catch (NoteFormatException e) {
        throw new IOException("head: " + e.getMessage(), e);
      }
    }
    return new HeadsMessage(parsed);
  }
}
