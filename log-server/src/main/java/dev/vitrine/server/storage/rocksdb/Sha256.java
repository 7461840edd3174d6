package dev.vitrine.server.storage.rocksdb;

import dev.vitrine.merkle.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names of blobs. */
final class Sha256 {
  private Sha256() {}

  static Hash of(byte[] content) {
    try {
      return Hash.of(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
