package org.entrain.app.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedFoldersTest {

  @TempDir private Path temporary;

  @Test
  void folder_within_isAllowed() throws IOException {
    Path inside = Files.createDirectories(temporary.resolve("allowed/models"));
    assertThatCode(() -> require(inside)).doesNotThrowAnyException();
    assertThatCode(() -> require(inside.resolve("not-there-yet"))).doesNotThrowAnyException();
  }

  @Test
  void folder_outside_isRefused() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("allowed-too"));
    Files.createDirectories(temporary.resolve("allowed"));
    assertThatThrownBy(() -> require(outside)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> require(temporary.resolve("allowed/../allowed-too")))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> require(temporary.resolve("allowed/../not-there")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void link_thatLeadsOut_isRefused() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("secret"));
    Files.createDirectories(temporary.resolve("allowed"));
    Path link = Files.createSymbolicLink(temporary.resolve("allowed/link"), outside);
    assertThatThrownBy(() -> require(link)).isInstanceOf(InvalidInputException.class);
  }

  private void require(Path folder) {
    AllowedFolders.require(List.of(temporary.resolve("allowed")), folder, "ask");
  }
}
