package dev.vitrine.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.note.Cases;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.VerifierKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessRequestTest {
  @Test
  void addCheckpoint_everyGoldenCase_parsesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("witness");
    assertThat(cases).hasSizeGreaterThan(25);
    assertThat(
            Cases.failures(
                cases,
                one ->
                    assertThat(AddCheckpointRequest.parse(one.bytes("body")).encode())
                        .isEqualTo(one.bytes("body")),
                List.of(RequestFormatException.class)))
        .isEmpty();
  }

  @Test
  void signSubtree_everyGoldenCase_parsesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("subtree-request");
    assertThat(cases).hasSizeGreaterThan(10);
    assertThat(
            Cases.failures(
                cases,
                one -> {
                  SignSubtreeRequest request = SignSubtreeRequest.parse(one.bytes("body"));
                  assertThat(request.encode()).isEqualTo(one.bytes("body"));
                  assertThat(request.subtree())
                      .isEqualTo(new Subtree(one.number("start"), one.number("end")));
                  assertThat(request.consistencyProof().treeSize()).isEqualTo(15);
                },
                List.of(RequestFormatException.class)))
        .isEmpty();
  }

  /** The conversation of the Sigsum log with a witness, judged in the order of tlog-witness. */
  @Test
  void conversation_requestByRequest_getsTheStatusOfTheSpecification() throws Exception {
    Map<Long, Hash> roots = new HashMap<>(Map.of(0L, Hash.EMPTY_ROOT));
    for (Cases.Case one : Cases.load("witness")) {
      if (one.json().has("status")) {
        assertThat(status(one, roots)).as("%s", one).isEqualTo(one.number("status"));
      }
    }
  }

  private static int status(Cases.Case one, Map<Long, Hash> roots) throws Exception {
    AddCheckpointRequest request;
    try {
      request = AddCheckpointRequest.parse(one.bytes("body"));
    } catch (RequestFormatException e) {
      return 400;
    }
    var head = request.checkpoint().checkpoint();
    if (!head.origin().equals(one.text("origin"))) {
      return 404;
    }
    try {
      request.checkpoint().verify(VerifierKey.parse(one.text("vkey")));
    } catch (NoteVerificationException e) {
      return 403;
    }
    if (request.oldSize() > head.size()) {
      return 400;
    }
    long before = one.number("before");
    if (request.oldSize() != before) {
      return 409;
    }
    try {
      if (before != 0) {
        ProofVerifier.verifyConsistency(request.consistencyProof(), roots.get(before), head.root());
      }
    } catch (ProofException e) {
      return 422;
    }
    roots.put(head.size(), head.root());
    return 200;
  }

  @Test
  void requests_outsideTheirRanges_cannotBeMade() throws Exception {
    AddCheckpointRequest good =
        AddCheckpointRequest.parse(conversation("conversation-01").bytes("body"));
    assertThatThrownBy(() -> new AddCheckpointRequest(-1, List.of(), good.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("old size: -1 (expected: 0..2^63-1)");
    assertThatThrownBy(
            () ->
                new SignSubtreeRequest(
                    new Subtree(0, 4), Hash.EMPTY_ROOT, List.of(), good.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("subtree end: 4");
  }

  private static Cases.Case conversation(String name) throws Exception {
    return Cases.load("witness").stream()
        .filter(one -> one.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow();
  }
}
