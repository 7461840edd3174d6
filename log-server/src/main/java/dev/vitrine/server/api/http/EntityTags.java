package dev.vitrine.server.api.http;

/** {@code If-None-Match}, by weak comparison (RFC 9110, section 13.1.2). */
final class EntityTags {

  private EntityTags() {}

  static boolean matches(String ifNoneMatch, CharSequence etag) {
    if (ifNoneMatch.trim().equals("*")) {
      return true;
    }
    for (String element : ifNoneMatch.split(",", -1)) {
      String tag = element.trim();
      if (tag.startsWith("W/")) {
        tag = tag.substring(2);
      }
      if (tag.contentEquals(etag)) {
        return true;
      }
    }
    return false;
  }
}
