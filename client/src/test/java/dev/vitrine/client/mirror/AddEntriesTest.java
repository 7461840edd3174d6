package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.note.SignedCheckpoint;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Every status of the table in the package's documentation that an upload's entries lead to, over
 * HTTP.
 */
class AddEntriesTest extends PushFixture {

  @Test
  void upload_complete_isHeldCosignedAndServed() throws Exception {
    addCheckpoint(0, 700);
    assertThat(shown().statusCode()).as("nothing is signed by add-checkpoint").isEqualTo(404);

    HttpResponse<String> answer = add(Upload.of(log, 0, 700).all());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    SignedCheckpoint cosigned = log.checkpoint(700).withSignatures(lines(answer.body()));
    assertThat(cosigned.verify(ed25519.verifierKey(), mlDsa.verifierKey()).verified()).hasSize(2);
    assertThat(shown().body()).isEqualTo(new String(cosigned.encode(), UTF_8));
    assertServed(cosigned);
  }

  @Test
  void upload_inParts_isAnswered202WithWhereToGoOn() throws Exception {
    addCheckpoint(0, 700);

    HttpResponse<String> answer = add(Upload.of(log, 0, 700).packages(1));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.mirror-info");
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
    assertThat(info(answer).pendingSize()).isEqualTo(700);
    assertThat(info(answer).nextEntry()).isEqualTo(256);
    assertThat(shown().statusCode()).isEqualTo(404);

    byte[] rest = Upload.of(log, 256, 700).all();
    byte[] cut = Arrays.copyOf(rest, rest.length - 1);
    assertThat(info(add(cut)).nextEntry()).as("the whole package before the cut").isEqualTo(512);
    assertThat(add(Upload.of(log, 512, 700).all()).statusCode()).isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void upload_fromTheMiddleOfABundle_goesOnWithWhatIsHeld() throws Exception {
    long held = 0;
    for (long size : new long[] {1, 100, 255, 256, 257, 600}) {
      addCheckpoint(held, size);
      HttpResponse<String> answer = add(Upload.of(log, held, size).all());
      assertThat(answer.statusCode()).as("%d: %s", size, answer.body()).isEqualTo(200);
      held = size;
    }
    addCheckpoint(600, 700);
    assertThat(add(Upload.of(log, 300, 700).all()).statusCode()).as("repeated").isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void upload_withNothingPending_isAnswered422() throws Exception {
    assertThat(add(Upload.of(log, 0, 5).all()).statusCode()).isEqualTo(422);
  }

  @Test
  void package_whoseProofFails_isAnswered422AndWhatCameBeforeStays() throws Exception {
    addCheckpoint(0, 700);
    byte[] body = Upload.of(log, 0, 700).all();
    body[Upload.of(log, 0, 700).packages(1).length + 10] ^= 1;

    assertThat(add(body).statusCode()).isEqualTo(422);
    assertThat(info(add(Upload.of(log, 700, 700).all())).nextEntry()).isEqualTo(256);
    FakeLog other = FakeLog.with(log.key()).append(700, "other");
    Upload wrong = new Upload(other, "other", 256, 700, new byte[0]);
    assertThat(add(wrong.all()).statusCode()).isEqualTo(422);
    assertThat(shown().statusCode()).isEqualTo(404);
  }

  @Test
  void upload_withoutAWholePackage_isAnswered400() throws Exception {
    addCheckpoint(0, 700);
    assertThat(add(Upload.of(log, 0, 700).packages(0)).statusCode()).isEqualTo(400);
    byte[] first = Upload.of(log, 0, 700).packages(1);
    assertThat(add(Arrays.copyOf(first, first.length - 1)).statusCode()).isEqualTo(400);
    assertThat(add(new byte[3]).statusCode()).isEqualTo(400);
  }

  @Test
  void upload_thatDoesNotFit_isAnswered409() throws Exception {
    addCheckpoint(0, 600);
    assertConflict(Upload.of(log, 0, 500), 600, 0);
    assertConflict(Upload.of(log, 1, 600), 600, 0);
    assertConflict(Upload.of(log, 600, 600), 600, 0);
    assertThat(add(header(0, -1)).statusCode()).as("2^64-1").isEqualTo(409);
    assertThat(add(header(-2, -1)).statusCode()).as("2^64-2").isEqualTo(409);

    assertThat(add(Upload.of(log, 0, 600).all()).statusCode()).isEqualTo(200);
    addCheckpoint(600, 700);
    assertThat(add(Upload.of(log, 600, 700).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 600, 600), 700, 700);
  }

  @Test
  void upload_thatRepeatsTooMuch_isAnswered409() throws Exception {
    log.append(1000, "entry");
    addCheckpoint(0, 2500);
    assertThat(add(Upload.of(log, 0, 2500).all()).statusCode()).isEqualTo(200);
    addCheckpoint(2500, 2600);
    assertConflict(Upload.of(log, 451, 2600), 2600, 2500);
    assertThat(add(Upload.of(log, 452, 2600).all()).statusCode()).isEqualTo(200);
  }
}
