package org.entrain.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScaleDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/scale.md");

  @Test
  void document_holdsTheTablesOfTheCommittedMeasurements() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(document)
        .as("write it by bench/cost --write")
        .isEqualTo(ScaleCommand.replaced(document, ScaleTable.of(Measurements.committed())));
  }
}
