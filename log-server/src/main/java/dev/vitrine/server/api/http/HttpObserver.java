package dev.vitrine.server.api.http;

/** Is told of every answer, on its event loop. */
@FunctionalInterface
interface HttpObserver {

  /**
   * @param nanos from the head of the request to the answer
   */
  void answered(Route route, int status, long nanos);
}
