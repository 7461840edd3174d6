package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.v1.Build;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
  private static final String MUTANTS = "{}[]\",:0123456789eE.-+ntfZT \\\n";
  private static final String PREFIX =
      "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],"
          + "\"predicateType\":\"https://vitrine.dev/build/v1\",\"predicate\":";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"product\":\"a\",\"product\":\"b\"}|JSON_DUPLICATE_KEY|predicate.product",
        "{\"product\":null}|JSON_TYPE|predicate.product",
        "{\"product\":7}|JSON_TYPE|predicate.product",
        "{\"produkt\":\"a\"}|UNKNOWN_FIELD|predicate.produkt",
        "{\"build_definition\":{}}|UNKNOWN_FIELD|predicate.build_definition",
        "{\"channel\":1}|JSON_TYPE|predicate.channel",
        "{\"channel\":\"ALPHA\"}|ENUM_VALUE|predicate.channel",
        "{\"channel\":\"CHANNEL_UNSPECIFIED\"}|ENUM_VALUE|predicate.channel",
        "{\"common\":{\"sequence\":1.0}}|JSON_FLOAT|predicate.common.sequence",
        "{\"common\":{\"sequence\":1e3}}|JSON_FLOAT|predicate.common.sequence",
        "{\"common\":{\"sequence\":\"1.0\"}}|JSON_FLOAT|predicate.common.sequence",
        "{\"common\":{\"sequence\":01}}|JSON_SYNTAX|predicate.common.sequence",
        "{\"common\":{\"sequence\":-0}}|JSON_SYNTAX|predicate.common.sequence",
        "{\"common\":{\"sequence\":9223372036854775808}}|JSON_TYPE|predicate.common.sequence",
        "{\"common\":{\"issuedAt\":\"2026-11-24T08:00:00+01:00\"}}|TIME_FORMAT|predicate.common.issuedAt",
        "{\"common\":{\"issuedAt\":\"2026-02-30T08:00:00Z\"}}|TIME_FORMAT|predicate.common.issuedAt",
        "{\"common\":{\"evidence\":[{},{\"size\":true}]}}|JSON_TYPE|predicate.common.evidence[1].size",
        "{\"product\":\"\\ud800\"}|INVALID_UTF8|predicate.product",
        "{\"product\":\"a\\u0007\"}|CONTROL_CHARACTER|predicate.product",
        "{\"respin\":True}|JSON_SYNTAX|predicate.respin",
        "{\"product\":\"a\",}|JSON_SYNTAX|",
        "{\"product\":'a'}|JSON_SYNTAX|",
        "[]|JSON_TYPE|predicate",
      })
  void parse_predicate_refusedByCodeAndField(String predicate, String code, String field) {
    assertThatThrownBy(
            () -> Statement.parse((PREFIX + predicate + "}").getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RecordFormatException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              if (field != null && !code.equals("JSON_SYNTAX")) {
                assertThat(e.field()).isEqualTo(field);
              }
            });
  }

  @Test
  void parse_invalidUtf8_refused() {
    byte[] json = (PREFIX + "{\"product\":\"ab\"}}").getBytes(StandardCharsets.UTF_8);
    for (int[] bad : new int[][] {{0xc0, 0x80}, {0xff, 'b'}, {0xed, 0xa0}, {0xf5, 0x80}}) {
      byte[] broken = json.clone();
      broken[json.length - 5] = (byte) bad[0];
      broken[json.length - 4] = (byte) bad[1];
      assertThatThrownBy(() -> Statement.parse(broken))
          .isInstanceOfSatisfying(
              RecordFormatException.class, e -> assertThat(e.code()).isEqualTo("INVALID_UTF8"));
    }
  }

  @Test
  void parse_tooDeep_refusedWithoutOverflow() {
    String deep = "{\"predicate\":" + "[".repeat(60_000);
    assertThatThrownBy(() -> Statement.parse(deep.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RecordFormatException.class, e -> assertThat(e.code()).isEqualTo("JSON_DEPTH"));
  }

  @Test
  void parse_membersInAnyOrder_sameStatement() throws Exception {
    String json =
        "{\"predicate\": {\"product\": \"a\"} , \"predicateType\":\"https://vitrine.dev/build/v1\","
            + "\n\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[]}";
    assertThat(Statement.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            new Statement(List.of(), Kind.BUILD, Build.newBuilder().setProduct("a").build()));
  }

  @Test
  void parse_unknownKind_refused() {
    String json = PREFIX.replace("build/v1", "build/v2") + "{}}";
    assertThatThrownBy(() -> Statement.parse(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RecordFormatException.class, e -> assertThat(e.code()).isEqualTo("KIND_UNKNOWN"));
  }

  /**
   * JsonFormat is the oracle: whatever this reader takes, JsonFormat takes with the same result.
   */
  @Test
  void read_mutatedPredicates_acceptedOnlyAsJsonFormatReadsThem() throws Exception {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    List<Message> predicates =
        List.of(
            records.build("p\u00fc\ud83d\ude00", "1").build(),
            records.update("s").build(),
            records.relocation("m", dev.vitrine.v1.DataRelocation.State.COMPLETED).build(),
            log.policyMessage().build());
    Random random = new Random(4);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      Message predicate = predicates.get(i % predicates.size());
      byte[] json = JsonFormat.printer().print(predicate).getBytes(StandardCharsets.UTF_8);
      for (int change = random.nextInt(3); change > 0; change--) {
        json = mutate(json, random);
      }
      accepted += check(json, predicate) ? 1 : 0;
    }
    assertThat(accepted).isBetween(6_000, 19_000);
  }

  private static byte[] mutate(byte[] json, Random random) {
    int at = random.nextInt(json.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = json.clone();
        changed[at] = (byte) MUTANTS.charAt(random.nextInt(MUTANTS.length()));
        yield changed;
      }
      case 1 -> Arrays.copyOf(json, at + 1);
      case 2 -> {
        int to = at + random.nextInt(Math.min(40, json.length - at));
        byte[] doubled = Arrays.copyOf(json, json.length + to - at);
        System.arraycopy(json, at, doubled, to, json.length - at);
        yield doubled;
      }
      default -> {
        byte[] changed = json.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        yield changed;
      }
    };
  }

  private static boolean check(byte[] json, Message type) throws Exception {
    Message.Builder ours = type.newBuilderForType();
    try {
      JsonReader reader = new JsonReader(json);
      MessageReader.of(type).read(reader, ours);
      reader.end();
    } catch (RecordFormatException e) {
      return false;
    }
    Message.Builder theirs = type.newBuilderForType();
    JsonFormat.parser().merge(new String(json, StandardCharsets.UTF_8), theirs);
    assertThat(ours.build()).isEqualTo(theirs.build());
    return true;
  }
}
