package dev.vitrine.client.mirror;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.mirror.MirrorConnection.Answer;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.VerifyingTileReader;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Pushes a log to a mirror: the newest checkpoint, then every entry the mirror lacks, read from the
 * log's tiles and verified against that checkpoint on the way. One thread.
 */
public final class MirrorPush {
  /** Bytes of entries after which a request is sent; the last package may exceed it. */
  private static final int REQUEST_BYTES = 4 << 20;

  /** Answers in a row that show no progress before this push gives up. */
  private static final int PATIENCE = 3;

  private final RemoteLog log;
  private final MirrorConnection mirror;
  private final List<VerifierKey> mirrorKeys;
  private long toldSize;

  /**
   * @param mirror its submission prefix
   * @param mirrorKeys what the mirror's cosignature must verify with; none: it is not looked at
   */
  public MirrorPush(RemoteLog log, URI mirror, List<VerifierKey> mirrorKeys, Duration timeout) {
    this.log = log;
    this.mirror = new MirrorConnection(mirror, timeout);
    this.mirrorKeys = List.copyOf(mirrorKeys);
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
    Checkpoint tree = head.checkpoint();
    VerifyingTileReader reader = new VerifyingTileReader(log, tree.size(), tree.root());
    tell(head, reader);
    return cosigned(head, upload(head, reader));
  }

  private void tell(SignedCheckpoint head, VerifyingTileReader reader)
      throws IOException, MirrorAheadException {
    long size = head.checkpoint().size();
    if (toldSize > size) {
      throw new MirrorAheadException(head.checkpoint().origin(), toldSize, size);
    }
    OptionalLong theirs = mirror.addCheckpoint(request(head, reader, toldSize));
    if (theirs.isPresent()) {
      if (theirs.getAsLong() > size) {
        throw new MirrorAheadException(head.checkpoint().origin(), theirs.getAsLong(), size);
      }
      OptionalLong again = mirror.addCheckpoint(request(head, reader, theirs.getAsLong()));
      if (again.isPresent()) {
        throw new IOException(
            "mirror's size: "
                + again.getAsLong()
                + " (expected: "
                + theirs.getAsLong()
                + ", as it said before)");
      }
    }
    toldSize = size;
  }

  private static AddCheckpointRequest request(
      SignedCheckpoint head, VerifyingTileReader reader, long oldSize) throws IOException {
    List<Hash> proof = ProofBuilder.consistency(reader, oldSize, head.checkpoint().size()).path();
    return new AddCheckpointRequest(oldSize, proof, head);
  }

  /** Begins with an empty upload, whose answer says where the mirror stands. */
  private byte[] upload(SignedCheckpoint head, VerifyingTileReader reader)
      throws IOException, MirrorAheadException {
    String origin = head.checkpoint().origin();
    long size = head.checkpoint().size();
    UploadHeader header = new UploadHeader(origin, size, size, new byte[0]);
    long best = -1;
    for (int idle = 0; idle < PATIENCE; idle++) {
      Answer answer = mirror.addEntries(body(header, reader));
      if (answer.status() == 200) {
        return answer.body();
      }
      MirrorInfo info = MirrorInfo.parse(answer.body());
      if (info.nextEntry() > size) {
        throw new MirrorAheadException(origin, info.nextEntry(), size);
      }
      if (info.nextEntry() > best) {
        best = info.nextEntry();
        idle = -1;
      }
      header = new UploadHeader(origin, info.nextEntry(), size, info.ticket());
    }
    throw new IOException(
        "mirror's next entry: " + best + " after " + PATIENCE + " uploads (expected: progress)");
  }

  private static byte[] body(UploadHeader header, VerifyingTileReader reader) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(header.encode());
    long most = Math.min(header.packages(), PushedLogs.MAX_PACKAGES);
    for (long i = 0; i < most && bytes.size() < REQUEST_BYTES; i++) {
      part(header.packageStart(i), header.packageEnd(i), reader).write(out);
    }
    return bytes.toByteArray();
  }

  private static UploadPackage part(long start, long end, VerifyingTileReader reader)
      throws IOException {
    long bundleStart = start - start % UploadPackage.WIDTH;
    EntryBundle bundle = reader.bundle(bundleStart / UploadPackage.WIDTH);
    List<byte[]> entries = new ArrayList<>();
    for (long index = start; index < end; index++) {
      entries.add(bundle.entry((int) (index - bundleStart)));
    }
    List<Hash> proof =
        ProofBuilder.subtreeConsistency(reader, bundleStart, end, reader.size()).path();
    return new UploadPackage(start, entries, proof);
  }

  private SignedCheckpoint cosigned(SignedCheckpoint head, byte[] lines)
      throws NoteFormatException, NoteVerificationException {
    List<NoteSignature> theirs = new ArrayList<>();
    for (String line : new String(lines, java.nio.charset.StandardCharsets.UTF_8).split("\n")) {
      theirs.add(NoteSignature.parse(line));
    }
    SignedCheckpoint cosigned = head.withSignatures(theirs);
    if (!mirrorKeys.isEmpty()) {
      cosigned.verify(mirrorKeys);
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
