package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Uploads that go on: by a ticket, after a restart, after a failure. */
class UploadTicketTest extends PushFixture {

  @Test
  void upload_ofTheSizeHeld_renewsTheTime() throws Exception {
    addCheckpoint(0, 300);
    add(Upload.of(log, 0, 300).all());
    now.set(2000);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode()).isEqualTo(200);
    assertThat(time()).isEqualTo(2000);
    now.set(500);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode()).isEqualTo(200);
    assertThat(time()).as("never goes back").isEqualTo(2000);

    addCheckpoint(300, 700);
    add(Upload.of(log, 300, 700).packages(1));
    now.set(3000);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode())
        .as("with more held")
        .isEqualTo(200);
    assertThat(time()).isEqualTo(3000);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void ticket_letsAnUploadEndAfterTheLogHasGrown() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 900);

    assertConflict(Upload.of(log, 256, 700), 900, 256);
    byte[] forged = ticket.clone();
    forged[0] ^= 1;
    assertConflict(Upload.of(log, 256, 700).withTicket(forged), 900, 256);
    assertConflict(Upload.of(log, 256, 800).withTicket(ticket), 900, 256);
    byte[] note = Arrays.copyOfRange(ticket, 32, ticket.length);
    assertThat(new String(note, UTF_8)).as("the ticket's form").contains("\n700\n");

    assertThat(add(Upload.of(log, 256, 700).withTicket(ticket).all()).statusCode()).isEqualTo(200);
    assertThat(add(Upload.of(log, 700, 900).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 700, 700).withTicket(ticket), 900, 900);
  }

  @Test
  void ticket_forATreeAnotherUploadWentPast_isCosignedUnlessALargerOneIsShown() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 2000);
    add(Upload.of(log, 256, 2000).packages(2));
    assertThat(shown().statusCode()).as("768 is no checkpoint").isEqualTo(404);

    HttpResponse<String> answer = add(Upload.of(log, 512, 700).withTicket(ticket).all());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    SignedCheckpoint cosigned = log.checkpoint(700).withSignatures(lines(answer.body()));
    assertThat(cosigned.verify(ed25519.verifierKey(), mlDsa.verifierKey()).verified()).hasSize(2);
    assertThat(shown().body()).isEqualTo(new String(cosigned.encode(), UTF_8));
    assertServed(cosigned);
    TileSource files = new FolderTileSource(folder.resolve(WatchedLog.originHash(log.origin())));
    assertThat(new VerifyingTileReader(files, 700, log.root(700)).bundle(2).width())
        .as("for a static server")
        .isEqualTo(188);

    assertThat(add(Upload.of(log, 768, 2000).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 700, 700).withTicket(ticket), 2000, 2000);
  }

  @Test
  void answers_toAnUploadOfATicket_leadToItsEnd() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 900);

    MirrorInfo more = info(add(Upload.of(log, 256, 700).withTicket(ticket).packages(1)));
    assertThat(more.pendingSize()).isEqualTo(700);
    assertThat(more.nextEntry()).isEqualTo(512);
    assertConflict(Upload.of(log, 600, 700).withTicket(ticket), 700, 512);
    assertThat(add(Upload.of(log, 512, 700).withTicket(more.ticket()).all()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void restart_forgetsNeitherThePendingCheckpointNorEntriesNorTheTime() throws Exception {
    now.set(5000);
    addCheckpoint(0, 300);
    add(Upload.of(log, 0, 300).all());
    addCheckpoint(300, 900);
    byte[] ticket = info(add(Upload.of(log, 300, 900).packages(2))).ticket();
    endpoint.close();
    now.set(10);
    endpoint = open();

    assertThat(postCheckpoint(log.addCheckpoint(0, 900)).body()).isEqualTo("900\n");
    assertConflict(Upload.of(log, 900, 900).withTicket(ticket), 900, 768);
    assertThat(add(Upload.of(log, 768, 900).withTicket(ticket).all()).statusCode()).isEqualTo(200);
    assertThat(time()).as("never goes back").isEqualTo(5000);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void pendingFile_thatIsNoCheckpointOfTheLog_stopsTheMirror() throws Exception {
    addCheckpoint(0, 300);
    Path pending = folder.resolve(WatchedLog.originHash(log.origin())).resolve("pending");
    FakeLog forged = FakeLog.named(log.origin()).append(300, "entry");
    Files.write(pending, forged.checkpoint(300).encode());

    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("pending");
  }

  @Test
  void storage_thatFails_isAnswered503AndTheUploadGoesOnAfterwards() throws Exception {
    addCheckpoint(0, 700);
    add(Upload.of(log, 0, 700).packages(1));
    Path bundles = folder.resolve(WatchedLog.originHash(log.origin())).resolve("tile/entries");
    Path blocked = Files.createDirectory(bundles.resolve("001.tmp"));

    HttpResponse<String> answer = add(Upload.of(log, 256, 700).all());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();

    Files.delete(blocked);
    assertThat(add(Upload.of(log, 256, 700).all()).statusCode()).isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  private long time() throws Exception {
    return SignedCheckpoint.parse(shown().body().getBytes(UTF_8))
        .verify(ed25519.verifierKey())
        .verified()
        .get(0)
        .timestamp();
  }
}
