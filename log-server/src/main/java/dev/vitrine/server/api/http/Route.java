package dev.vitrine.server.api.http;

/** What a path asks for; the label of the HTTP metrics. */
enum Route {
  CHECKPOINT,
  TILE,
  BUNDLE,
  ADD,
  JSON_READ,
  VALIDATE,
  BLOB,
  HEALTH,
  METRICS,
  PREFLIGHT,
  UNKNOWN
}
