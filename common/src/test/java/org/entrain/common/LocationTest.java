package org.entrain.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

  @Test
  void url_hasOneText_andNamesOfItsFolders() {
    Location step = Location.of("s3://models/pythia/step1//");

    assertThat(step.text()).isEqualTo("s3://models/pythia/step1");
    assertThat(step.isObject()).isTrue();
    assertThat(step.name()).isEqualTo("step1");
    assertThat(step.parent().name()).isEqualTo("pythia");
    assertThat(step.parent().parent()).isEqualTo(Location.of("s3://models/"));
    assertThat(step.parent().parent().parent().name()).isEqualTo("models");
    assertThat(step.resolve("./config.json").text())
        .isEqualTo("s3://models/pythia/step1/config.json");
    assertThat(step.resolve("s3://other/x")).isEqualTo(Location.of("s3://other/x"));
  }

  @Test
  void path_isAbsoluteAndNormal() {
    Location path = Location.of("/a/./b/../c");

    assertThat(path.text()).isEqualTo(Path.of("/a/c").toAbsolutePath().toString());
    assertThat(path.isObject()).isFalse();
    assertThat(path.resolve("../d").name()).isEqualTo("d");
    assertThat(path.resolve("s3://bkt/k").isObject()).isTrue();
    assertThat(path.parent().name()).isEqualTo("a");
    assertThat(Location.of("rel").text()).isEqualTo(Path.of("rel").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bkt/../x",
        "s3://bkt/a/..",
        "s3://bkt/a/./x",
        "s3://bkt//a",
        "s3://bkt/a//x",
        "s3://bkt/a\\x",
        "s3://bkt/C:x",
        "s3://bkt/a\u0000x",
        "s3://bkt/a\u001b[2Jx"
      })
  void key_thatCouldLeadElsewhere_isRefused(String text) {
    assertThatThrownBy(() -> Location.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("key")
        .hasMessageNotContaining("\u001b")
        .hasMessageNotContaining("\u0000");
  }

  @Test
  void name_thatLeavesAFolderOfAStore_isRefused() {
    assertThatThrownBy(() -> Location.of("s3://bkt/a").resolve("../x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Location.of("s3://bkt/a").resolve("/etc/x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Location.of("s3://bkt/" + "k".repeat(300)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://", "s3:///key", "s3://AKIA:hush@bucket/key", "s3://a b/key"})
  void bucket_thatIsNone_isRefusedWithoutItsText(String text) {
    assertThatThrownBy(() -> Location.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bucket")
        .hasMessageNotContaining("hush");
  }

  @Test
  void local_listsAndReadsInPlace_andRefusesUrls(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("step1"));
    Files.writeString(folder.resolve("x"), "abc");
    Locations local = Locations.local();

    Listing listing = local.list(Location.of(folder));
    assertThat(listing.folders()).containsExactly("step1");
    assertThat(listing.files().get("x").bytes()).isEqualTo(3);
    assertThat(local.list(Location.of(folder.resolve("none"))).isEmpty()).isTrue();
    assertThat(local.file(Location.of(folder.resolve("none"))).path())
        .isEqualTo(folder.resolve("none"));
    assertThatThrownBy(() -> local.file(Location.of("s3://bkt/k")))
        .isInstanceOf(InvalidInputException.class);
  }
}
