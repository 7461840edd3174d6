package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A ticket is a checkpoint this mirror took as pending, under a MAC: with it an upload goes on
 * although a newer checkpoint is pending by now, and the mirror remembers nothing for it. The key
 * lives as long as the process; a ticket from before a restart is no ticket. Thread-safe.
 */
final class Tickets {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "vitrine mirror ticket v1\n".getBytes(UTF_8);
  private static final int MAC = 32;
  private static final int MAX = 65_535;

  private final SecretKeySpec key;

  Tickets() {
    byte[] secret = new byte[MAC];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Empty if the checkpoint is too long for a ticket. */
  byte[] issue(SignedCheckpoint pending) {
    byte[] note = pending.encode();
    if (MAC + note.length > MAX) {
      return new byte[0];
    }
    byte[] ticket = Arrays.copyOf(mac(note), MAC + note.length);
    System.arraycopy(note, 0, ticket, MAC, note.length);
    return ticket;
  }

  /** The checkpoint of a ticket this process issued. */
  Optional<SignedCheckpoint> redeem(byte[] ticket) {
    if (ticket.length <= MAC) {
      return Optional.empty();
    }
    byte[] note = Arrays.copyOfRange(ticket, MAC, ticket.length);
    if (!MessageDigest.isEqual(mac(note), Arrays.copyOf(ticket, MAC))) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedCheckpoint.parse(note));
    } catch (NoteFormatException e) {
      throw new IllegalStateException("a ticket of ours holds no checkpoint", e);
    }
  }

  private byte[] mac(byte[] note) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(PURPOSE);
      return mac.doFinal(note);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
