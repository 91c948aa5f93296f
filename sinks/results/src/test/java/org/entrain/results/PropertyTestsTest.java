package org.entrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.entrain.results.Events.batch;
import static org.entrain.results.Events.checkpoint;
import static org.entrain.results.Events.fit;
import static org.entrain.results.Events.parts;
import static org.entrain.results.Events.plan;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.entrain.schemas.avro.Score;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Scores with and without a property, compared. */
@ParameterizedClass
@EnumSource(TestStore.class)
class PropertyTestsTest {

  private static final int VOXELS = 4;

  @Parameter TestStore stores;
  @TempDir Path folder;

  private List<PropertyTest> tests() {
    List<Score> fits = new ArrayList<>();
    for (String participant : List.of("F", "M", "N", "O", "P", "Q")) {
      fits.add(parts(fit("u", 0, participant, VOXELS, 0.3), .1, .1, .1));
      fits.add(without("POS", parts(fit("u", 0, participant, VOXELS, 0.2), .08, .05, .07)));
      fits.add(without("Random", fit("u", 0, participant, VOXELS, 0.3)));
    }
    fits.add(without("with-word-rate", fit("u", 0, "F", VOXELS, 0.9)));
    fits.add(without("Tense", fit("u", 0, "nobody", VOXELS, 0.9)));
    try (ResultStore results = stores.open(folder)) {
      results
          .sink()
          .apply(batch(checkpoint("m", 0, "i"), checkpoint("m", 1, "i"), plan("u", "i", 0)));
      results.sink().apply(batch(fits.toArray(Score[]::new)));
      return results.queries().propertyTests();
    }
  }

  @Test
  void properties_areComparedWithTheWholeOfTheSameLayerAndParticipant() {
    List<PropertyTest> tests = tests();

    assertThat(tests)
        .extracting(test -> test.property() + "@" + test.step())
        .containsExactly("POS@0", "POS@1", "Random@0", "Random@1");
    PropertyTest lost = tests.get(0);
    assertThat(lost.participants()).hasSize(6);
    assertThat(lost.participants().get(0).overVoxels().meanDifference())
        .isCloseTo(0.1, within(1e-9));
    // .02 + .05 + .03 in two folds: of eight patterns those two whose sum is .10, widened by √2,
    // reach it, and no other, the next being .06.
    assertThat(lost.participants()).allMatch(of -> of.overBlocks().p() == 2 / 8.0);
    assertThat(lost.participants()).allMatch(of -> of.qOfBlocks() == 2 / 8.0);
    assertThat(lost.holdsWithinAll()).isFalse();
    assertThat(lost.significantForAll()).isTrue();
    assertThat(lost.across().p()).isEqualTo(2.0 / 64);
    assertThat(tests.get(2).significantForAll()).isFalse();
    // Of another number of blocks than the whole, as scores of an earlier version are.
    assertThat(tests.get(2).participants()).allMatch(of -> of.overBlocks() == null);
    assertThat(tests.get(2).across().p()).isEqualTo(1);
  }

  @Test
  void equalWeights_countOnceInTheFamily() {
    // Of two tests, not four: p · 2 / 1.
    assertThat(tests().get(0).q()).isCloseTo(2.0 / 64 * 2, within(1e-12));
    assertThat(tests().get(1).q()).isCloseTo(2.0 / 64 * 2, within(1e-12));
  }

  @Test
  void tests_asCsv_haveARowPerParticipant() throws IOException {
    StringWriter out = new StringWriter();

    assertThat(PropertyTestExport.write(tests(), out)).isEqualTo(4 * 6);
    assertThat(out.toString().lines().skip(1)).first().asString().startsWith("m,0,0,POS,F,0.");
  }

  @Test
  void table_ofTests_namesLayers() {
    assertThat(PropertyTestTable.render(tests()).lines())
        .contains(
            "POS                   0           0                    -                    -",
            "Random                0           -                    not tested           -");
    assertThat(PropertyTestTable.render(List.of())).isEmpty();
  }

  private static Score without(String property, Score score) {
    return Score.newBuilder(score).setVariant(property).build();
  }
}
