package dev.vitrine.client.mirror;

import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.note.NoteSignature;
import java.util.List;

/** What became of an upload that was well-formed and could be verified. */
sealed interface UploadOutcome {

  /** All entries of the upload's tree are durably held, and the mirror says so. */
  record Complete(List<NoteSignature> cosignatures) implements UploadOutcome {
    public Complete {
      cosignatures = List.copyOf(cosignatures);
    }
  }

  /** Something was stored, and something is missing. */
  record Incomplete(MirrorInfo info) implements UploadOutcome {}

  /** The upload does not go on where the mirror stands. */
  record Conflict(MirrorInfo info) implements UploadOutcome {}
}
