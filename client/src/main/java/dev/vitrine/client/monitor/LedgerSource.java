package dev.vitrine.client.monitor;

import java.io.IOException;
import java.util.List;

/** Where the vendor's release ledger is read. */
@FunctionalInterface
interface LedgerSource {
  /**
   * The ledger as it is now; the same list as long as it has not changed.
   *
   * @throws IOException if it cannot be read, or a line of it is none
   */
  List<LedgerLine> lines() throws IOException;
}
