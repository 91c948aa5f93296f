package org.entrain.producers.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.CollectingSink;
import org.entrain.producers.PublicationListener;
import org.entrain.producers.annotations.Annotations.WordProperties;
import org.entrain.producers.stimulus.Stimulus;
import org.entrain.producers.stimulus.TimedWords;
import org.entrain.producers.stimulus.TimedWords.TimedWord;
import org.entrain.producers.stimulus.VolumeClock;
import org.entrain.producers.stimulus.VolumeClock.Run;
import org.entrain.producers.stimulus.VolumeClock.Trim;
import org.entrain.schemas.Topics;
import org.entrain.schemas.avro.Annotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotationTableTest {

  private final Stimulus stimulus =
      Stimulus.of(
          new TimedWords(
              "words.tsv",
              List.of(
                  new TimedWord("line 2", "\"No,\"", 0.5, 0),
                  new TimedWord("line 3", "she", 1.5, 0))),
          VolumeClock.regular("m", 2, List.of(new Run(0, 3)), new Trim(0, 0)));

  @TempDir private Path folder;

  @Test
  void table_ofAllWords_hasClassesAndRawValues() throws IOException {
    Path file =
        write(
            "index\tword\tTense\tTense.raw\tpos\n0\t\"No,\"\tno\tUNDEF\t1\n1\tshe\tPast\tPast\t2\n");

    Annotations annotations = AnnotationTable.read(file, stimulus);

    assertThat(annotations.properties()).containsExactly("Tense", "pos");
    assertThat(annotations.words())
        .containsExactly(
            new WordProperties(Map.of("Tense", "UNDEF"), Map.of("Tense", "no", "pos", "1")),
            new WordProperties(Map.of("Tense", "Past"), Map.of("Tense", "Past", "pos", "2")));
    assertThat(annotations.id()).hasSize(16).isEqualTo(AnnotationTable.read(file, stimulus).id());
    Path other = write("index\tword\tTense\tpos\n0\t\"No,\"\tno\t1\n1\tshe\tPast\t2\n");
    assertThat(AnnotationTable.read(other, stimulus).id()).isNotEqualTo(annotations.id());
  }

  @Test
  void sentence_isNoPropertyAndNumbersNeighbours() throws IOException {
    Path file = write("index\tword\tsentence\tp\n0\t\"No,\"\ts9\t1\n1\tshe\ts3\t2\n");

    Annotations annotations = AnnotationTable.read(file, stimulus);

    assertThat(annotations.properties()).containsExactly("p");
    assertThat(annotations.sentences()).containsExactly(0, 1);
  }

  @Test
  void publish_table_sendsOneEventPerWord() throws Exception {
    Path file = write("index\tword\tpos\n0\t\"No,\"\ta\n1\tshe\tb\n");
    CollectingSink sink = new CollectingSink();
    Annotations annotations = AnnotationTable.read(file, stimulus);
    new AnnotationPublisher(sink, new Topics(1), PublicationListener.NONE)
        .publish("story", annotations);
    assertThat(sink.sent()).hasSize(2).allMatch(sent -> sent.key().equals("story"));
    assertThat(sink.sent().get(1).event())
        .isEqualTo(
            new Annotation("story", 1, annotations.id(), Map.of(), Map.of("pos", "b"), null));
    assertThat(sink.isFlushed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          index,word;0,"No,";1,she                 | header: expected a property, found index, word
          index,word,p;0,"No,",1                   | rows: expected 2, one per word of the stimulus, found 1
          index,word,p;0,"No,",1;1,she,2;2,x,1     | rows: expected 2, one per word of the stimulus, found 3
          index,word,p;0,she,1;1,"No,",2           | line 2, word: expected '"No,"', as in the stimulus, found 'she'
          index,word,p;1,"No,",1;2,she,2           | line 2, index: expected '0', as in the stimulus, found '1'
          index,word,p;0,"No,",1;1,she,            | line 3, p: expected a class, found nothing
          index,word,initial;0,"No,",1;1,she,2     | found 'initial'
          index,word,a/b;0,"No,",1;1,she,2         | found 'a/b'
          index,word,p,q.raw;0,"No,",1,2;1,she,2,2 | property that q.raw is the raw value of
          index,word,p,p;0,"No,",1,2;1,she,2,2     | header: expected different names
          word,p;"No,",1;she,2                     | header: expected a column index
          """)
  void table_faulty_isRefusedWithItsPlace(String text, String message) throws IOException {
    String commas = text.replace("\"No,\"", "\"No%\"").replace(',', '\t').replace('%', ',');
    Path file = write(commas.replace(';', '\n') + "\n");
    assertThatThrownBy(() -> AnnotationTable.read(file, stimulus))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("annotations.tsv"), text);
  }
}
