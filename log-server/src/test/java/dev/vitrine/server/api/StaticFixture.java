package dev.vitrine.server.api;

import org.junit.jupiter.api.AfterEach;

/** A log whose static resources are asked for. */
abstract class StaticFixture {

  static final String IMMUTABLE = "public, max-age=604800, immutable";

  final ScriptedLog log = new ScriptedLog();

  @AfterEach
  void close() {
    log.close();
  }
}
