package dev.vitrine.client.monitor;

import java.io.IOException;

/** Our own state could not be written, which is not the log's fault. */
final class MonitorWriteException extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException cause;

  MonitorWriteException(IOException cause) {
    super(cause);
    this.cause = cause;
  }

  IOException cause() {
    return cause;
  }
}
