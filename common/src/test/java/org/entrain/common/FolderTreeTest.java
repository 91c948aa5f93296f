package org.entrain.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {

  @TempDir private Path temporary;

  @Test
  void delete_folderWithLinks_takesLinksAndNotWhatTheyLeadTo() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "kept");
    Path root = Files.createDirectories(temporary.resolve("root/inner"));
    Files.writeString(root.resolve("file"), "12345");
    Files.createSymbolicLink(root.resolve("link"), elsewhere);

    assertThat(FolderTree.bytes(temporary.resolve("root"))).isEqualTo(5);
    FolderTree.delete(temporary.resolve("root"));

    assertThat(temporary.resolve("root")).doesNotExist();
    assertThat(elsewhere.resolve("kept")).exists();
  }

  @Test
  void nothing_isDeletedAndHasNoBytes() throws IOException {
    FolderTree.delete(temporary.resolve("none"));
    assertThat(FolderTree.bytes(temporary.resolve("none"))).isZero();
  }
}
