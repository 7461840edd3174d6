package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.UnverifiedEntry;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.Common;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * What is filled into a record from files and from the log: documents, a manifest, the place in a
 * stream, the entry spoken of.
 *
 * @param access who sees the documents; public ones are uploaded
 */
record RecordParts(Kind kind, RecordDraft draft, String access, Log log) {

  /** The log to ask, for which an address may be missing. */
  @FunctionalInterface
  interface Log {
    RecordServer get() throws UsageException;
  }

  /** The files of an update: manifest, counts and root. */
  void manifest(Path root) throws Exception {
    Manifest manifest = Manifest.ofFolder(root);
    byte[] blob = manifest.encode();
    draft.set("files.count", Integer.toString(manifest.files().size()));
    draft.set("files.totalSize", Long.toString(manifest.totalSize()));
    draft.set("files.manifestRoot", "\"" + manifest.root().hex() + "\"");
    draft.put("files.manifest", document("manifest", "application/vnd.vitrine.manifest", blob));
    if (!draft.hasSubject()) {
      draft.subject("manifest", sha256(blob));
    }
  }

  /** A document in a field of its own. */
  void attach(String field, Path file) throws Exception {
    draft.put(field, document(file));
  }

  /** One more document among the common evidence. */
  void evidence(Path file) throws Exception {
    draft.evidence(document(file));
  }

  private ObjectNode document(Path file) throws Exception {
    String name = String.valueOf(file.getFileName());
    byte[] content = Files.readAllBytes(file);
    return document(name, MediaTypes.of(name, content), content);
  }

  private ObjectNode document(String name, String type, byte[] content) throws Exception {
    if (access.equals("PUBLIC")) {
      log.get().upload(content);
    }
    return RecordDraft.document(name, type, content, access);
  }

  /** The stream's next sequence number, and the hash of its last record. */
  void position(String stream) throws Exception {
    ObjectNode common = draft.common();
    common.put("stream", stream);
    common.put("sequence", 1);
    // Withdrawals of a stream are found under its name too.
    Optional<UnverifiedEntry> last =
        log.get()
            .newest(LookupKey.stream(stream, ""), hit -> common(hit).getStream().equals(stream));
    if (last.isPresent()) {
      common.put("sequence", common(last.get()).getSequence() + 1);
      common.put("previous", last.get().leafHash().hex());
    }
  }

  private static Common common(UnverifiedEntry hit) {
    try {
      return Envelope.parse(hit.bytes()).statement().common();
    } catch (RecordFormatException e) {
      throw new java.io.UncheckedIOException(
          new IOException("entry " + hit.index() + " of the log is no record: " + e.getMessage()));
    }
  }

  /** The entry spoken of, by index and leaf hash. */
  void target(long index) throws Exception {
    UnverifiedEntry hit = log.get().entry(index);
    ObjectNode reference = RecordDraft.reference(index, hit.leafHash().hex());
    if (kind == Kind.COUNTERSIGN) {
      draft.set("targets[]", reference.toString());
    } else {
      draft.put("target", reference);
    }
    if (!draft.hasSubject()) {
      draft.subject("entry " + index, hit.leafHash().hex());
    }
  }

  /** A field that refers to an entry, by index and leaf hash. */
  void reference(String field, long index) throws Exception {
    ObjectNode reference = RecordDraft.reference(index, log.get().entry(index).leafHash().hex());
    draft.set(field, reference.toString());
  }

  /** The key that a key record is about, or one more root key of a policy. */
  void publicKey(Path file, String owner) throws Exception {
    VerifyingKey key = RecordPublicKey.read(file);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("keyId", KeyIds.of(key))
        .put("spki", Base64.getEncoder().encodeToString(key.spki()))
        .put("algorithm", key.algorithm().name());
    if (!owner.isEmpty()) {
      node.put("owner", owner);
    }
    switch (kind) {
      case POLICY -> draft.set("rootKeys[]", node.toString());
      // What --set has said already stands: RSA keys, for one, do not say how they sign.
      case KEY ->
          node.fields()
              .forEachRemaining(
                  field -> {
                    if (!draft.has(field.getKey())) {
                      draft.put(field.getKey(), field.getValue());
                    }
                  });
      default ->
          throw new UsageException(
              "--public-key: not for " + kind.id() + " (expected: key or policy records)");
    }
  }

  /** Records that are about no file: their common part's digest stands for them. */
  void namedSubject() throws UsageException {
    byte[] content = draft.common().toString().getBytes(StandardCharsets.UTF_8);
    draft.subject(kind.id(), sha256(content));
  }

  private static String sha256(byte[] content) {
    return Hash.of(Digests.sha256(content)).hex();
  }
}
