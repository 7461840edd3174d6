package dev.vitrine.server.api.grpc;

import io.grpc.Status;

/** Is told of every call that has ended, on its event loop. */
interface CallObserver {

  /**
   * @param method full name, {@code package.Service/Method}
   * @param code the status sent, or {@code CANCELLED} where the client went away
   * @param nanos from the head of the request to the end of the call
   */
  void ended(String method, Status.Code code, long nanos);
}
