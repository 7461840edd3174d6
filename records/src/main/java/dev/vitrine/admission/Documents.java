package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.UpdateFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The documents a record names, each with its place in the record. */
final class Documents {
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");
  private static final long MAX_MANIFEST_SIZE = 16L << 20;

  private final List<String> fields = new ArrayList<>();
  private final List<Evidence> documents = new ArrayList<>();

  Documents add(boolean present, Evidence document, String field) {
    if (present) {
      fields.add(field);
      documents.add(document);
    }
    return this;
  }

  Documents addAll(List<Evidence> list, String field) {
    for (int i = 0; i < list.size(); i++) {
      add(true, list.get(i), field + "[" + i + "]");
    }
    return this;
  }

  List<Evidence> list() {
    return documents;
  }

  /** Checks the form of each, and that the public ones are there with the size told. */
  void check(BlobView blobs) throws RejectionException {
    for (int i = 0; i < documents.size(); i++) {
      check(documents.get(i), fields.get(i), blobs);
    }
  }

  private static void check(Evidence document, String field, BlobView blobs)
      throws RejectionException {
    Check.required(document.getName(), field + ".name");
    if (!MEDIA_TYPE.matcher(document.getMediaType()).matches()) {
      throw Reason.FIELD_FORMAT.refuse(
          field + ".mediaType", document.getMediaType(), "type/subtype");
    }
    Check.sha256(document.getSha256(), field + ".sha256");
    Check.count(document.getSize(), field + ".size");
    Check.required(
        document.getAccess() != Evidence.Access.ACCESS_UNSPECIFIED,
        field + ".access",
        "PUBLIC, REVIEW_ROOM or SUPERVISOR");
    if (document.getAccess() == Evidence.Access.PUBLIC && blobs.tells()) {
      OptionalLong size = blobs.size(Hash.ofHex(document.getSha256()));
      if (size.isEmpty()) {
        throw Reason.EVIDENCE_MISSING.refuse(
            field + ".sha256", document.getSha256(), "a document uploaded to this log's blobs");
      }
      if (size.getAsLong() != document.getSize()) {
        throw Reason.EVIDENCE_SIZE.refuse(
            field + ".size", Long.toString(document.getSize()), size.getAsLong() + " bytes");
      }
    }
  }

  /** Checks a public manifest against root and totals; a private one is its holder's to prove. */
  static void checkManifest(UpdateFiles files, String field, BlobView blobs)
      throws RejectionException {
    Evidence document = files.getManifest();
    if (document.getAccess() != Evidence.Access.PUBLIC) {
      return;
    }
    if (!blobs.tells()) {
      return;
    }
    if (document.getSize() > MAX_MANIFEST_SIZE) {
      throw Reason.EVIDENCE_SIZE.refuse(
          field + ".manifest.size",
          Long.toString(document.getSize()),
          "at most " + MAX_MANIFEST_SIZE);
    }
    Manifest manifest = manifest(document, field, blobs);
    same(manifest.root().hex(), files.getManifestRoot(), field + ".manifestRoot");
    same((long) manifest.files().size(), files.getCount(), field + ".count");
    same(manifest.totalSize(), files.getTotalSize(), field + ".totalSize");
  }

  private static Manifest manifest(Evidence document, String field, BlobView blobs)
      throws RejectionException {
    byte[] blob =
        blobs
            .read(Hash.ofHex(document.getSha256()))
            .orElseThrow(
                () ->
                    Reason.EVIDENCE_MISSING.refuse(
                        field + ".manifest.sha256", document.getSha256(), "an uploaded manifest"));
    try {
      return Manifest.parse(blob);
    } catch (RecordFormatException e) {
      throw Reason.MANIFEST_FORMAT.refuse(
          field + ".manifest", e.field() + " " + e.value(), "sorted path NUL size NUL sha256 LF");
    }
  }

  private static void same(Object actual, Object told, String field) throws RejectionException {
    if (!actual.equals(told)) {
      throw Reason.MANIFEST_MISMATCH.refuse(field, told.toString(), actual + ", from the manifest");
    }
  }
}
