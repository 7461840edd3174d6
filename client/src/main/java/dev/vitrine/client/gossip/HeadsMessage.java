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
import java.util.OptionalInt;

/**
 * The heads somebody holds, as they travel: {@code {"heads":["<signed checkpoint>", …]}}, with
 * {@code "next":<number>} if there are more.
 *
 * @param next what to ask for next, if these are not the last
 */
public record HeadsMessage(List<SignedCheckpoint> heads, OptionalInt next) {
  /** Most heads in one message. */
  public static final int MAX_HEADS = 1000;

  /** Bytes of heads in one message, unless it is one head that is longer. */
  static final int MAX_BYTES = 256 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  public HeadsMessage {
    heads = List.copyOf(heads);
  }

  /** All these heads as one message, whatever their number. */
  public HeadsMessage(List<SignedCheckpoint> heads) {
    this(heads, OptionalInt.empty());
  }

  /**
   * As many heads as go into one message.
   *
   * @param from the first of them, counted from 0; beyond the last one there are none
   */
  public static HeadsMessage page(List<SignedCheckpoint> all, int from) {
    int end = Math.min(from, all.size());
    int start = end;
    long bytes = 0;
    while (end < all.size() && end - start < MAX_HEADS) {
      bytes += all.get(end).encode().length;
      if (bytes > MAX_BYTES && end > start) {
        break;
      }
      end++;
    }
    return new HeadsMessage(
        all.subList(start, end), end < all.size() ? OptionalInt.of(end) : OptionalInt.empty());
  }

  public byte[] encode() {
    ObjectNode message = JSON.createObjectNode();
    ArrayNode array = message.putArray("heads");
    heads.forEach(head -> array.add(new String(head.encode(), UTF_8)));
    next.ifPresent(number -> message.put("next", number));
    return message.toString().getBytes(UTF_8);
  }

  /**
   * @throws IOException if the bytes are no such message; one malformed head spoils it
   */
  public static HeadsMessage parse(byte[] bytes) throws IOException {
    JsonNode message = JSON.readTree(bytes);
    JsonNode heads = message.path("heads");
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
    JsonNode next = message.path("next");
    return new HeadsMessage(
        parsed,
        next.canConvertToInt() && next.intValue() > 0
            ? OptionalInt.of(next.intValue())
            : OptionalInt.empty());
  }
}
