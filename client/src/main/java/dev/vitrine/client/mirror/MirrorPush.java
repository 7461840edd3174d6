package dev.vitrine.client.mirror;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.mirror.MirrorAheadException;
import dev.vitrine.mirror.MirrorUpload;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Pushes a log to a mirror: the newest checkpoint, then every entry the mirror lacks, read from the
 * log's tiles and verified against that checkpoint on the way. One thread.
 */
public final class MirrorPush {
  private final RemoteLog log;
  private final MirrorUpload upload;

  /**
   * @param mirror its submission prefix
   * @param mirrorKeys what the mirror's cosignature must verify with; none: it is not looked at
   */
  public MirrorPush(RemoteLog log, URI mirror, List<VerifierKey> mirrorKeys, Duration timeout) {
    this.log = log;
    this.upload = new MirrorUpload(new MirrorConnection(mirror, timeout), mirrorKeys);
  }

  /**
   * Pushes up to the log's newest checkpoint.
   *
   * @return that checkpoint with the mirror's cosignatures
   * @throws MirrorAheadException if the mirror was told of a larger tree
   * @throws NoteVerificationException if the mirror's cosignature is not by its keys
   */
  public SignedCheckpoint push()
      throws IOException, NoteFormatException, NoteVerificationException, MirrorAheadException {
    SignedCheckpoint head = ownLines(SignedCheckpoint.parse(log.checkpoint()));
    long size = head.checkpoint().size();
    VerifyingTileReader tree = new VerifyingTileReader(log, size, head.checkpoint().root());
    SignedCheckpoint cosigned = upload.push(head, tree);
    while (cosigned.checkpoint().size() < size) {
      // What the mirror was told of before comes first.
      cosigned = upload.push(head, tree);
    }
    return cosigned;
  }

  /** The log's own lines alone: what others said of the head is no business of the mirror. */
  private static SignedCheckpoint ownLines(SignedCheckpoint head) {
    String origin = head.checkpoint().origin();
    return SignedCheckpoint.of(
        head.checkpoint(),
        head.signatures().stream().filter(line -> line.name().equals(origin)).toList());
  }
}
