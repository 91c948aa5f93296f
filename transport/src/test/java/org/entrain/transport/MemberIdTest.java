package org.entrain.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberIdTest {

  @TempDir Path folder;

  @Test
  void folder_askedAgain_keepsItsIdAndSharesItWithNone() {
    String first = MemberId.of(folder.resolve("a"));
    assertThat(MemberId.of(folder.resolve("a"))).isEqualTo(first);
    assertThat(MemberId.of(folder.resolve("b"))).isNotEqualTo(first);
  }
}
