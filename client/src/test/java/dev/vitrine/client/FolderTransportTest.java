package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTransportTest {
  private static final Hash NAME = Hash.EMPTY_ROOT;

  @TempDir private Path folder;

  @Test
  void folderOfTilesAlone_hasNoDocuments() {
    try (FolderTransport transport = new FolderTransport(folder, 1000)) {
      assertThat(transport.hasDocuments()).isFalse();
    }
  }

  @Test
  void folderWithDocuments_readsThemByName_andSaysWhichIsMissing() throws Exception {
    Files.createDirectories(folder.resolve("v1/blobs"));
    Files.writeString(folder.resolve("v1/blobs").resolve(NAME.hex()), "text");
    try (FolderTransport transport = new FolderTransport(folder, 1000)) {
      assertThat(transport.hasDocuments()).isTrue();
      assertThat(transport.document(NAME, 10)).asString().isEqualTo("text");
      assertThatThrownBy(() -> transport.document(Hash.of(new byte[32]), 10))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> transport.document(NAME, 3)).hasMessageContaining("at most 3");
    }
  }
}
