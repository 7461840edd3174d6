package dev.vitrine.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.TreeHasher;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenAdmissionTest {
  private final Admission admission = new OpenAdmission();

  @Test
  void check_lengthFromOneToMaximum_accepted() throws Exception {
    for (int length : new int[] {1, 2, 65_535}) {
      byte[] entry = new byte[length];
      Candidate candidate = admission.check(entry);
      assertThat(candidate.leafHash()).isEqualTo(TreeHasher.leaf(entry));
      assertThat(admission.admit(StateView.empty(), candidate, 7, Instant.EPOCH))
          .isInstanceOf(Decision.Admitted.class);
    }
  }

  @Test
  void check_emptyOrTooLong_refusedWithCode() {
    for (int length : new int[] {0, 65_536}) {
      assertThatThrownBy(() -> admission.check(new byte[length]))
          .isInstanceOfSatisfying(
              RejectionException.class,
              e -> {
                assertThat(e.rejection().code()).isEqualTo("ENTRY_SIZE");
                assertThat(e.rejection().value()).isEqualTo(Integer.toString(length));
              });
    }
  }
}
