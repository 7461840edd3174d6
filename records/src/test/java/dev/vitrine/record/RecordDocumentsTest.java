package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/records is written from the code. Run with {@code -Dvitrine.update=true} to write it again
 * after a change.
 */
class RecordDocumentsTest {
  private static final Path ROOT = Written.ROOT;

  @Test
  void schemas_everyKind_areCurrent() throws IOException {
    ProtoComments comments =
        ProtoComments.read(ROOT.resolve("proto/src/main/protobuf/vitrine/v1/records.proto"));
    for (Kind kind : Kind.values()) {
      Written.current(
          "docs/records/" + kind.id() + ".schema.json", new JsonSchema(comments).of(kind));
    }
  }

  @Test
  void proto_everyField_isDocumented() throws IOException {
    ProtoComments comments =
        ProtoComments.read(ROOT.resolve("proto/src/main/protobuf/vitrine/v1/records.proto"));
    for (var type : dev.vitrine.v1.RecordsProto.getDescriptor().getMessageTypes()) {
      for (var field : type.getFields()) {
        assertThat(comments.of(type.getName() + "." + field.getName()))
            .as(field.getFullName())
            .isNotEmpty();
      }
    }
  }

  @Test
  void reasons_table_isCurrent() throws IOException {
    StringBuilder table = new StringBuilder();
    table.append("# Why a record is refused\n\n");
    table.append(
        "Every refusal carries one of these codes: in gRPC as `ErrorInfo.reason`, in HTTP as\n");
    table.append(
        "`reason` of the problem document, with `field` and `value` where one field is at fault.\n");
    table.append("Codes never change their meaning; new ones may be added. Written from\n");
    table.append("`dev.vitrine.admission.Reason` by `RecordDocumentsTest`.\n\n");
    table.append("| code | gRPC | HTTP | meaning |\n|---|---|---|---|\n");
    for (Reason reason : Reason.values()) {
      table.append(
          "| `" + reason + "` | " + reason.status() + " | " + reason.status().httpStatus());
      table.append(" | " + reason.meaning() + " |\n");
    }
    Written.current("docs/records/reasons.md", table.toString());
  }
}
