package dev.vitrine.client.http;

import java.io.IOException;

/** Answers one request; called on a pool thread, may block. */
@FunctionalInterface
public interface Handler {
  Response handle(Request request) throws IOException;
}
