package dev.vitrine.admission;

import com.google.protobuf.Timestamp;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Times;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Site;
import java.util.regex.Pattern;

/** Forms of single fields. Every check names the field and what was expected of it. */
final class Check {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._/-]{1,200}");
  private static final Pattern AUDIENCE =
      Pattern.compile("all|ring:[A-Za-z0-9._-]{1,100}|region:[A-Z]{2}|customer:[0-9a-f]{64}");

  private Check() {}

  static void required(String value, String field) throws RejectionException {
    if (value.isBlank()) {
      throw Reason.FIELD_REQUIRED.refuse(field, "", "some text");
    }
  }

  static void required(boolean present, String field, String expectation)
      throws RejectionException {
    if (!present) {
      throw Reason.FIELD_REQUIRED.refuse(field, "", expectation);
    }
  }

  static void absent(boolean absent, String field, String expectation) throws RejectionException {
    if (!absent) {
      throw Reason.FIELD_FORBIDDEN.refuse(field, "set", expectation);
    }
  }

  static void range(long value, long min, long max, String field) throws RejectionException {
    if (value < min || value > max) {
      throw Reason.FIELD_RANGE.refuse(field, Long.toString(value), min + ".." + max);
    }
  }

  static void count(long value, String field) throws RejectionException {
    range(value, 0, Long.MAX_VALUE, field);
  }

  /** A name of a stream or a dataset. */
  static void name(String value, String field) throws RejectionException {
    if (!NAME.matcher(value).matches()) {
      throw Reason.FIELD_FORMAT.refuse(field, value, "1..200 of [a-z0-9._/-]");
    }
  }

  static void sha256(String value, String field) throws RejectionException {
    if (!Digests.isSha256(value)) {
      throw Reason.DIGEST_FORMAT.refuse(field, value, "64 lower-case hex digits");
    }
  }

  static void optionalSha256(String value, String field) throws RejectionException {
    if (!value.isEmpty()) {
      sha256(value, field);
    }
  }

  static void optionalHex(String value, String field) throws RejectionException {
    if (!Digests.isLowerHex(value)) {
      throw Reason.FIELD_FORMAT.refuse(field, value, "lower-case hex digits");
    }
  }

  static void country(String value, String field) throws RejectionException {
    if (!Regions.isCountry(value)) {
      throw Reason.REGION.refuse(field, value, "an ISO 3166-1 alpha-2 code");
    }
  }

  static void region(String value, String field) throws RejectionException {
    if (!Regions.isRegion(value)) {
      throw Reason.REGION.refuse(field, value, "an ISO 3166-1 alpha-2 code or EU");
    }
  }

  static void site(boolean present, Site site, String field) throws RejectionException {
    if (present) {
      required(site.getFacility(), field + ".facility");
      country(site.getCountry(), field + ".country");
    }
  }

  static void audience(String value, String field) throws RejectionException {
    if (!AUDIENCE.matcher(value).matches()
        || (value.startsWith("region:") && !Regions.isRegion(value.substring(7)))) {
      throw Reason.FIELD_FORMAT.refuse(
          field, value, "all, ring:<name>, region:<ISO 3166> or customer:<64 hex digits>");
    }
  }

  static void order(
      boolean hasBegin, Timestamp begin, boolean hasEnd, Timestamp end, String endField)
      throws RejectionException {
    if (hasBegin && hasEnd && Times.instant(end).isBefore(Times.instant(begin))) {
      throw Reason.TIME_ORDER.refuse(
          endField, Times.instant(end).toString(), "not before " + Times.instant(begin));
    }
  }

  static void reference(EntryRef ref, String field) throws RejectionException {
    count(ref.getIndex(), field + ".index");
    sha256(ref.getLeafHash(), field + ".leafHash");
  }
}
