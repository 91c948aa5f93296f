package org.entrain.producers.opennlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.entrain.producers.syntax.UdToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenNlpTaggerTest {

  @Test
  void text_isSplitAndTagged() {
    OpenNlpTagger tagger = new OpenNlpTagger();

    List<String> sentences = tagger.split("The old dog walked into the barn. She won't wake him.");
    List<UdToken> first = tagger.tag(sentences.get(0));

    assertThat(sentences).hasSize(2);
    assertThat(first)
        .extracting(UdToken::upos)
        .containsExactly("DET", "ADJ", "NOUN", "VERB", "ADP", "DET", "NOUN", "PUNCT");
    assertThat(first.get(3).features()).containsEntry("Tense", "Past");
    assertThat(tagger.tag(sentences.get(1)).get(1).upos()).isEqualTo("AUX");
  }

  @ParameterizedTest
  @CsvSource({
    "slept, sleep, VERB, Past",
    "was, be, AUX, Past",
    "walked, walk, VERB, Past",
    "walks, walk, VERB, Pres",
    "walking, walk, VERB, Pres",
    "is, be, AUX, Pres",
    "would, would, AUX, ",
    "walk, walk, VERB, ",
    "walks, walk, NOUN, "
  })
  void tense_isByForm(String form, String lemma, String upos, String expected) {
    assertThat(Tense.of(form, lemma, upos)).isEqualTo(Optional.ofNullable(expected));
  }
}
