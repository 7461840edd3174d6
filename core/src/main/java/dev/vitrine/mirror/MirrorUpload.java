package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.mirror.MirrorEndpoint.Answer;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.StrictText;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.VerifyingTileReader;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client's side of tlog-mirror: brings one mirror nearer to a checkpoint of one log, wherever
 * the mirror stands. A mirror can promise nothing before it holds all of a checkpoint it was told
 * of, so the one it waits for comes first and is told of no other meanwhile. Keeps nothing but the
 * size the mirror is at, so that a new instance goes on as well. One thread; {@link #nextEntry}
 * from any.
 */
public final class MirrorUpload {
  /** Packages a request holds at most, as clients should. */
  public static final int MAX_PACKAGES = 32;

  /** Answers in a row that show no progress before this push gives up. */
  private static final int PATIENCE = 3;

  /** Lines of a note at most. */
  private static final int MAX_LINES = 100;

  private static final byte[] NO_TICKET = new byte[0];

  private final MirrorEndpoint mirror;
  private final List<VerifierKey> mirrorKeys;
  // Size of the checkpoint that the mirror was told last and holds; 0: it must be asked.
  private long told;
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
   * Uploads every entry the mirror lacks below the checkpoint it waits for, or, if it waits for
   * none, tells it of this one and uploads what it lacks below that.
   *
   * @param head with the log's own signatures and no others
   * @param tree reads the tree of that head
   * @return the mirror's cosignatures on what it holds now: the head with its signatures, or a
   *     smaller checkpoint without the log's, after which the head can be pushed again
   * @throws IOException if an answer is none of the expected ones
   * @throws MirrorAheadException if the mirror was told of a larger tree
   * @throws NoteVerificationException if the mirror's cosignature is not by its keys
   */
  public SignedCheckpoint push(SignedCheckpoint head, VerifyingTileReader tree)
      throws IOException, NoteFormatException, NoteVerificationException, MirrorAheadException {
    long known = told;
    told = 0;
    Held held = upload(first(head, tree, known), tree);
    SignedCheckpoint cosigned = cosigned(head, held, tree);
    nextEntry = held.size();
    told = held.size();
    return cosigned;
  }

  private UploadHeader first(SignedCheckpoint head, VerifyingTileReader tree, long known)
      throws IOException, MirrorAheadException {
    String origin = head.checkpoint().origin();
    long size = head.checkpoint().size();
    requireWithin(origin, known, size);
    if (known > 0 && isTold(head, tree, known)) {
      return new UploadHeader(origin, Math.min(Math.max(0, nextEntry), size), size, NO_TICKET);
    }
    Optional<MirrorInfo> waiting = ask(origin);
    if (waiting.isPresent() && waiting.get().pendingSize() > 0) {
      return goOn(origin, waiting.get(), size);
    }
    if (!isTold(head, tree, 0)) {
      throw new IOException(
          "add-checkpoint: 409 to old 0 (expected: 200, from a mirror that was told of nothing)");
    }
    return new UploadHeader(origin, size, size, NO_TICKET);
  }

  /** Whether the mirror took the checkpoint; it does not if it was told of another than the old. */
  private boolean isTold(SignedCheckpoint head, VerifyingTileReader tree, long oldSize)
      throws IOException {
    List<Hash> proof = ProofBuilder.consistency(tree, oldSize, tree.size()).path();
    Answer answer = mirror.addCheckpoint(new AddCheckpointRequest(oldSize, proof, head).encode());
    if (answer.status() != 200 && answer.status() != 409) {
      throw unexpected("add-checkpoint", answer, "200, 409");
    }
    return answer.status() == 200;
  }

  /** Where the mirror stands; empty if it was told of no checkpoint, or of one without entries. */
  private Optional<MirrorInfo> ask(String origin) throws IOException {
    Answer answer = mirror.addEntries(new UploadHeader(origin, 0, 0, NO_TICKET).encode());
    return switch (answer.status()) {
      case 409 -> Optional.of(MirrorInfo.parse(answer.body()));
      case 200, 422 -> Optional.empty();
      default -> throw unexpected("add-entries", answer, "200, 409, 422");
    };
  }

  /** Ends when the mirror holds all up to some checkpoint it was told of. */
  private Held upload(UploadHeader first, VerifyingTileReader tree)
      throws IOException, MirrorAheadException {
    UploadHeader header = first;
    long best = -1;
    for (int idle = 0; idle < PATIENCE; idle++) {
      Answer answer = mirror.addEntries(UploadBody.of(header, tree));
      if (answer.status() == 200) {
        return new Held(header.end(), answer.body());
      }
      if (answer.status() != 202 && answer.status() != 409) {
        throw unexpected("add-entries", answer, "200, 202, 409");
      }
      header = goOn(header.origin(), MirrorInfo.parse(answer.body()), tree.size());
      if (nextEntry > best) {
        best = nextEntry;
        idle = -1;
      }
    }
    throw new IOException(
        "mirror's next entry: " + best + " after " + PATIENCE + " uploads (expected: progress)");
  }

  /** The upload that the mirror asks for. */
  private UploadHeader goOn(String origin, MirrorInfo info, long size) throws MirrorAheadException {
    nextEntry = info.nextEntry();
    requireWithin(origin, info.pendingSize(), size);
    long start = Math.min(info.nextEntry(), info.pendingSize());
    return new UploadHeader(origin, start, info.pendingSize(), info.ticket());
  }

  private static void requireWithin(String origin, long theirs, long size)
      throws MirrorAheadException {
    if (theirs > size) {
      throw new MirrorAheadException(origin, theirs, size);
    }
  }

  private SignedCheckpoint cosigned(SignedCheckpoint head, Held held, VerifyingTileReader tree)
      throws IOException, NoteFormatException, NoteVerificationException {
    String origin = head.checkpoint().origin();
    boolean whole = held.size() == tree.size();
    List<NoteSignature> lines = new ArrayList<>(whole ? head.signatures() : List.of());
    int own = lines.size();
    for (String line : StrictText.utf8(held.lines()).split("\n")) {
      NoteSignature signature = NoteSignature.parse(line);
      // A mirror speaks for itself: a line in the log's name would take the place of the log's own.
      if (!signature.name().equals(origin) && isAsked(signature)) {
        lines.add(signature);
      }
    }
    if (lines.size() == own || lines.size() > MAX_LINES) {
      throw new NoteVerificationException(
          "mirror's lines: "
              + (lines.size() - own)
              + " by its keys (expected: 1.."
              + MAX_LINES
              + ")");
    }
    Checkpoint tip =
        whole
            ? head.checkpoint()
            : new Checkpoint(origin, held.size(), ProofBuilder.root(tree, held.size()));
    SignedCheckpoint cosigned = SignedCheckpoint.of(tip, lines);
    if (!mirrorKeys.isEmpty()) {
      cosigned.verify(mirrorKeys);
    }
    return cosigned;
  }

  /** Lines by keys that nobody asked for say nothing. */
  private boolean isAsked(NoteSignature line) {
    return mirrorKeys.isEmpty()
        || mirrorKeys.stream()
            .anyMatch(key -> key.name().equals(line.name()) && key.keyId() == line.keyId());
  }

  private static IOException unexpected(String request, Answer answer, String expected) {
    String first = new String(answer.body(), UTF_8).lines().findFirst().orElse("");
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

  /** What the mirror promised to hold, and its lines that say so. */
  private record Held(long size, byte[] lines) {}
}
