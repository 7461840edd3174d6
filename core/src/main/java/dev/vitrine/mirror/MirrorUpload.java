package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.mirror.MirrorEndpoint.Answer;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.StrictText;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.VerifyingTileReader;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The client's side of tlog-mirror: brings one mirror to a checkpoint of one log, wherever the
 * mirror stands. Keeps nothing but the size it told last, so that a new instance goes on as well.
 * One thread; {@link #nextEntry} from any.
 */
public final class MirrorUpload {
  /** Packages a request holds at most, as clients should. */
  public static final int MAX_PACKAGES = 32;

  /** Bytes of packages after which a request is sent; the last package may exceed it. */
  private static final int REQUEST_BYTES = 4 << 20;

  /** Answers in a row that show no progress before this push gives up. */
  private static final int PATIENCE = 3;

  private final MirrorEndpoint mirror;
  private final List<VerifierKey> mirrorKeys;
  private long toldSize;
  private volatile long nextEntry = -1;

  /**
   * @param mirrorKeys what the mirror's cosignature must verify with; none: it is not looked at
   */
  public MirrorUpload(MirrorEndpoint mirror, List<VerifierKey> mirrorKeys) {
    this.mirror = mirror;
    this.mirrorKeys = List.copyOf(mirrorKeys);
  }

  /** Index of the first entry that the mirror lacks, as it last said; -1 if it did not yet. */
  public long nextEntry() {
    return nextEntry;
  }

  /**
   * Tells of a checkpoint and uploads every entry the mirror lacks below it.
   *
   * @param head with the log's own signatures and no others
   * @param tree reads the tree of that head
   * @return the head with the mirror's cosignatures
   * @throws IOException if an answer is none of the expected ones
   * @throws MirrorAheadException if the mirror was told of a larger tree
   * @throws NoteVerificationException if the mirror's cosignature is not by its keys
   */
  public SignedCheckpoint push(SignedCheckpoint head, VerifyingTileReader tree)
      throws IOException, NoteFormatException, NoteVerificationException, MirrorAheadException {
    tell(head, tree);
    SignedCheckpoint cosigned = cosigned(head, upload(head, tree));
    nextEntry = head.checkpoint().size();
    return cosigned;
  }

  private void tell(SignedCheckpoint head, VerifyingTileReader tree)
      throws IOException, MirrorAheadException {
    String origin = head.checkpoint().origin();
    long size = head.checkpoint().size();
    if (toldSize > size) {
      throw new MirrorAheadException(origin, toldSize, size);
    }
    OptionalLong theirs = addCheckpoint(head, tree, toldSize);
    if (theirs.isPresent()) {
      if (theirs.getAsLong() > size) {
        throw new MirrorAheadException(origin, theirs.getAsLong(), size);
      }
      OptionalLong again = addCheckpoint(head, tree, theirs.getAsLong());
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

  /** The size the mirror stands at, if it is another than the old one. */
  private OptionalLong addCheckpoint(SignedCheckpoint head, VerifyingTileReader tree, long oldSize)
      throws IOException {
    List<Hash> proof = ProofBuilder.consistency(tree, oldSize, tree.size()).path();
    Answer answer = mirror.addCheckpoint(new AddCheckpointRequest(oldSize, proof, head).encode());
    if (answer.status() == 200) {
      return OptionalLong.empty();
    }
    if (answer.status() == 409) {
      return OptionalLong.of(size(answer));
    }
    throw unexpected("add-checkpoint", answer, "200, 409 with a size");
  }

  private static long size(Answer answer) throws IOException {
    try {
      return StrictText.decimal(text(answer).strip());
    } catch (NoteFormatException e) {
      throw unexpected("add-checkpoint", answer, "409 with a size");
    }
  }

  /** Begins with an empty upload, whose answer says where the mirror stands. */
  private byte[] upload(SignedCheckpoint head, VerifyingTileReader tree)
      throws IOException, MirrorAheadException {
    String origin = head.checkpoint().origin();
    long size = tree.size();
    UploadHeader header = new UploadHeader(origin, size, size, new byte[0]);
    long best = -1;
    for (int idle = 0; idle < PATIENCE; idle++) {
      Answer answer = mirror.addEntries(body(header, tree));
      if (answer.status() == 200) {
        return answer.body();
      }
      if (answer.status() != 202 && answer.status() != 409) {
        throw unexpected("add-entries", answer, "200, 202, 409");
      }
      MirrorInfo info = MirrorInfo.parse(answer.body());
      nextEntry = info.nextEntry();
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

  private static byte[] body(UploadHeader header, VerifyingTileReader tree) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(header.encode());
    long most = Math.min(header.packages(), MAX_PACKAGES);
    for (long i = 0; i < most && bytes.size() < REQUEST_BYTES; i++) {
      part(header.packageStart(i), header.packageEnd(i), tree).write(out);
    }
    return bytes.toByteArray();
  }

  private static UploadPackage part(long start, long end, VerifyingTileReader tree)
      throws IOException {
    long bundleStart = start - start % UploadPackage.WIDTH;
    EntryBundle bundle = tree.bundle(bundleStart / UploadPackage.WIDTH);
    List<byte[]> entries = new ArrayList<>();
    for (long index = start; index < end; index++) {
      entries.add(bundle.entry((int) (index - bundleStart)));
    }
    List<Hash> proof = ProofBuilder.subtreeConsistency(tree, bundleStart, end, tree.size()).path();
    return new UploadPackage(start, entries, proof);
  }

  private SignedCheckpoint cosigned(SignedCheckpoint head, byte[] lines)
      throws NoteFormatException, NoteVerificationException {
    List<NoteSignature> theirs = new ArrayList<>();
    for (String line : StrictText.utf8(lines).split("\n")) {
      NoteSignature signature = NoteSignature.parse(line);
      // A mirror speaks for itself: a line in the log's name would take the place of the log's own.
      if (head.signatures().stream().noneMatch(signature::sameKey)) {
        theirs.add(signature);
      }
    }
    SignedCheckpoint cosigned = head.withSignatures(theirs);
    if (!mirrorKeys.isEmpty()) {
      cosigned.verify(mirrorKeys);
    }
    return cosigned;
  }

  private static IOException unexpected(String request, Answer answer, String expected) {
    String first = text(answer).lines().findFirst().orElse("");
    return new IOException(
        request
            + ": status "
            + answer.status()
            + " "
            + StrictText.show(first)
            + " (expected: "
            + expected
            + ")");
  }

  private static String text(Answer answer) {
    return new String(answer.body(), UTF_8);
  }
}
