import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** Writes a private key in our form and, as type 01, in the form that Go programs take; prints the vkey. */
class Keygen {
  public static void main(String[] args) throws Exception {
    SignatureType type = SignatureType.ofId(Byte.parseByte(args[1], 16)).orElseThrow();
    SignerKey key = SignerKey.generate(args[0], type);
    Files.writeString(Path.of(args[2]), key.encodePrivate() + "\n");
    if (args.length > 3) {
      String text = key.encodePrivate();
      int at = text.indexOf('+', "PRIVATE+KEY+".length() + args[0].length() + 1);
      String base64 = text.substring(at + 1);
      byte[] typed = Base64.getDecoder().decode(base64);
      byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
      SignerKey note = SignerKey.ofSeed(args[0], SignatureType.ED25519, seed);
      Files.writeString(Path.of(args[3]), note.encodePrivate() + "\n");
    }
    System.out.println(key.verifierKey());
  }
}
