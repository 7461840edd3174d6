package dev.vitrine.server.publisher;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Collects cosignatures on the log's own checkpoints until the witness policy's quorum is met. */
public interface WitnessQuorum extends AutoCloseable {
  /**
   * Asks the witnesses to cosign.
   *
   * @param signed signed by the log and already stored; consistent with all earlier ones
   * @param proofs makes proofs from whatever size a witness is at
   * @return completes with verified cosignatures that meet the quorum, or fails with what is
   *     lacking, or with {@link LogContradictedException} if a witness holds a head of this log
   *     that the log does not have; must end by itself within a bounded time
   */
  CompletableFuture<List<NoteSignature>> cosign(SignedCheckpoint signed, Proofs proofs);

  /**
   * The largest size any witness says it has cosigned for this log, as far as it can be learned
   * now; the server refuses to start on a store that is behind it.
   */
  OptionalLong cosignedSize();

  /** How each witness fares, for the operator. */
  List<WitnessState> states();

  @Override
  void close();

  /** Consistency proofs between any two sizes up to the committed one; may block on disk reads. */
  @FunctionalInterface
  interface Proofs {
    ConsistencyProof consistency(long oldSize, long newSize) throws IOException;
  }

  /**
   * One witness as last seen.
   *
   * @param cosignedSize the largest size it cosigned here, -1 if none
   * @param lastSuccessUnixSeconds 0 if never
   * @param lastError empty if the last request succeeded
   */
  record WitnessState(
      String name, String url, long cosignedSize, long lastSuccessUnixSeconds, String lastError) {}
}
