package org.entrain.results.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.entrain.results.StoredFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputNamesTest {

  @Test
  void name_ofAPlainFit_readsAsItIs() {
    assertThat(new OutputNames().next(fit("pythia-1.4b", "initial", "sub_01")))
        .isEqualTo("pythia-1.4b/step12/layer3/sub_01");
    assertThat(new OutputNames().next(fit("m", "POS", "F"))).isEqualTo("m/step12/layer3/F.POS");
  }

  @ParameterizedTest
  @CsvSource({
    "../up, %2E.%2Fup",
    "a/b, a%2Fb",
    "'a\\b', a%5Cb",
    "=1+1, %3D1%2B1",
    "<b>&, %3Cb%3E%26",
    "-rf, %2Drf",
    ".hidden, %2Ehidden",
    "end., end%2E",
    "é, %C3%A9",
    "con, %63on",
    "'', _",
    "nul.txt, %6Eul.txt"
  })
  void name_thatMeansSomethingElsewhere_isEncoded(String name, String expected) {
    assertThat(new OutputNames().next(fit(name, "initial", "F")))
        .isEqualTo(expected + "/step12/layer3/F");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "/etc/passwd", "..\\..\\x", "C:x", "a\u0000b", "~root", "two\nlines"})
  void name_ofAnything_staysInTheFolder(String name) {
    Path folder = Path.of("/out/npy");
    String file = new OutputNames().next(fit(name, name, name));

    assertThat(folder.resolve(file + ".npy").normalize())
        .startsWithRaw(folder)
        .isEqualTo(folder.resolve(file + ".npy"));
    assertThat(Path.of(file).getNameCount()).isEqualTo(4);
    assertThat(file).matches("[A-Za-z0-9._%/-]+");
  }

  @Test
  void name_thatIsLong_isCut() {
    OutputNames names = new OutputNames();
    String one = names.next(fit("m", "initial", "p".repeat(400) + "1"));
    String two = names.next(fit("m", "initial", "p".repeat(400) + "2"));

    assertThat(one).hasSizeLessThan(200).isNotEqualTo(two);
  }

  @Test
  void names_thatCollide_areTold() {
    OutputNames names = new OutputNames();
    List<String> files = new ArrayList<>();
    for (String participant :
        List.of("F", "f", "F.POS", "F.folds", "F.p", "F.p.left", "F.right", "%46", "F~2")) {
      for (String variant : List.of("initial", "POS", "pos", "folds", "p")) {
        files.add(names.next(fit("m", variant, participant)));
      }
    }
    List<String> all = new ArrayList<>();
    for (String file : files) {
      for (String ending :
          List.of(".npy", ".folds.npy", ".p.npy", ".left.func.gii", ".p.left.func.gii")) {
        all.add((file + ending).toLowerCase(Locale.ROOT));
      }
      all.add((file + ".func.gii").toLowerCase(Locale.ROOT));
      all.add((file + ".p.func.gii").toLowerCase(Locale.ROOT));
    }
    assertThat(all).doesNotHaveDuplicates();
    assertThat(files).contains("m/step12/layer3/f~2");
  }

  static StoredFit fit(String model, String variant, String participant) {
    return new StoredFit(
        model,
        12,
        3,
        variant,
        participant,
        "WEIGHTS",
        "u",
        "s",
        "r",
        "e",
        4,
        2,
        2,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
