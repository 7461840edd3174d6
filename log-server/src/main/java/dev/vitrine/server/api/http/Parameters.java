package dev.vitrine.server.api.http;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Queries.Leaf;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.RequestException;
import dev.vitrine.server.api.Stage;
import java.util.Locale;
import java.util.Optional;

/**
 * Query parameters by their grammar; each refusal names the parameter, its value and what was
 * expected.
 */
final class Parameters {

  private Parameters() {}

  /** A decimal 0..2^63-1 without sign or leading zeros. */
  static long decimal(String name, String text) {
    boolean canonical = text.equals("0") || text.matches("[1-9][0-9]{0,18}");
    try {
      if (canonical) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException aboveLong) {
      canonical = false;
    }
    throw invalid(name, text, "a decimal 0..2^63-1");
  }

  static long required(Exchange exchange, String name) {
    return decimal(name, text(exchange, name));
  }

  static long optional(Exchange exchange, String name, long otherwise) {
    return exchange.query(name).map(text -> decimal(name, text)).orElse(otherwise);
  }

  static Leaf leaf(Exchange exchange) {
    Optional<String> hash = exchange.query("leaf_hash");
    Optional<String> index = exchange.query("index");
    if (hash.isPresent() == index.isPresent()) {
      throw Failure.of(
              Reason.PARAMETER_MISSING,
              "index",
              "",
              "index, leaf_hash: " + (hash.isPresent() ? "both" : "neither") + " (expected: one)")
          .toException();
    }
    return index.isPresent()
        ? new Leaf.AtIndex(decimal("index", index.get()))
        : new Leaf.WithHash(hash("leaf_hash", hash.orElseThrow()));
  }

  static Hash hash(String name, String text) {
    if (!text.matches("[0-9a-f]{64}")) {
      throw invalid(name, text, "64 lower-case hexadecimal digits");
    }
    return Hash.ofHex(text);
  }

  static boolean flag(Exchange exchange, String name) {
    String text = exchange.query(name).orElse("false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, text, "true or false");
    };
  }

  static Stage stage(Exchange exchange, Stage otherwise) {
    Optional<String> text = exchange.query("wait");
    if (text.isEmpty()) {
      return otherwise;
    }
    for (Stage stage : Stage.values()) {
      if (stage.name().toLowerCase(Locale.ROOT).equals(text.get())) {
        return stage;
      }
    }
    throw invalid("wait", text.get(), "durable, published or witnessed");
  }

  static String text(Exchange exchange, String name) {
    return exchange
        .query(name)
        .orElseThrow(
            () -> Failure.of(Reason.PARAMETER_MISSING, name, "", name + ": missing").toException());
  }

  static RequestException invalid(String name, String value, String expected) {
    String message = name + ": " + value + " (expected: " + expected + ")";
    return Failure.of(Reason.PARAMETER_INVALID, name, value, message).toException();
  }
}
