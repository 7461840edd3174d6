package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mirror says is not believed; the conversation itself is tested with a real mirror. */
class MirrorUploadTest {
  private final SignerKey logKey = SignerKey.generate("log.example", SignatureType.ED25519);
  private final SignerKey mirrorKey =
      SignerKey.generate("mirror.example", SignatureType.ED25519_COSIGNATURE);
  private final Checkpoint tree = new Checkpoint("log.example", 1, TreeHasher.leaf(new byte[] {1}));
  private final SignedCheckpoint head = new CheckpointSigner(logKey).sign(tree, Instant.EPOCH);
  private final NoteSignature cosignature = mirrorKey.sign(tree, Instant.ofEpochSecond(1767139200));

  MirrorUploadTest() throws NoteFormatException {}

  @Test
  void lineInTheLogsName_doesNotReplaceTheLogsOwn() throws Exception {
    NoteSignature forged =
        NoteSignature.of("log.example", logKey.verifierKey().keyId(), new byte[64]);
    SignedCheckpoint cosigned =
        push(200, (forged.line() + "\n" + cosignature.line() + "\n").getBytes(UTF_8));
    assertThat(cosigned.verify(logKey.verifierKey(), mirrorKey.verifierKey()).verified())
        .hasSize(2);
  }

  @Test
  void lineOfAnUnknownKey_isIgnored() throws Exception {
    SignerKey other = SignerKey.generate("mirror.example", SignatureType.ED25519_COSIGNATURE);
    NoteSignature unknown = other.sign(tree, Instant.ofEpochSecond(9));
    SignedCheckpoint cosigned =
        push(200, (unknown.line() + "\n" + cosignature.line() + "\n").getBytes(UTF_8));
    assertThat(cosigned.signatures()).contains(cosignature).doesNotContain(unknown);

    assertThatThrownBy(() -> push(200, (unknown.line() + "\n").getBytes(UTF_8)))
        .isInstanceOf(NoteVerificationException.class)
        .hasMessage("mirror's lines: 0 by its keys (expected: 1..100)");
  }

  @Test
  void answer_thatIsNotUtf8OrHasNoLines_isRefused() {
    String line = "m\u00e4rz AAAAAAA=\n";
    assertThatThrownBy(() -> push(200, line.getBytes(ISO_8859_1)))
        .isInstanceOf(NoteFormatException.class)
        .hasMessage("text: malformed UTF-8");
    assertThatThrownBy(() -> push(200, new byte[0])).isInstanceOf(NoteFormatException.class);
  }

  @Test
  void statusWithTextThatATerminalWouldObey_isToldHarmlessly() {
    assertThatThrownBy(() -> push(500, "\u001b[2Jgone".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("add-entries: status 500 \"?[2Jgone\" (expected: 200, 202, 409)");
  }

  private SignedCheckpoint push(int status, byte[] answer) throws Exception {
    MirrorEndpoint mirror =
        new MirrorEndpoint() {
          @Override
          public Answer addCheckpoint(byte[] body) {
            return new Answer(200, new byte[0]);
          }

          private boolean asked;

          @Override
          public Answer addEntries(byte[] body) {
            if (!asked) {
              asked = true;
              return new Answer(422, "nothing pending".getBytes(UTF_8));
            }
            return new Answer(status, answer);
          }
        };
    return new MirrorUpload(mirror, List.of(mirrorKey.verifierKey()))
        .push(head, new VerifyingTileReader(new NoTiles(), 1, tree.root()));
  }

  /** A mirror that holds all of the tree is told of it without any tile being read. */
  private static final class NoTiles implements TileSource {
    @Override
    public byte[] read(TileId id) throws IOException {
      throw new IOException("read " + id);
    }

    @Override
    public byte[] readBundle(BundleId id) throws IOException {
      throw new IOException("read " + id);
    }
  }
}
