package org.entrain.producers.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.entrain.common.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConllUTest {

  @Test
  void sentences_withCommentsRangesAndEmptyNodes_areRead() {
    List<UdSentence> sentences =
        ConllU.parse(
            "t.conllu",
            """
            # text = She didn't.
            1	She	she	PRON	PRP	Case=Nom|Number=Sing	2	nsubj	_	_
            2-3	didn't	_	_	_	_	_	_	_	SpaceAfter=No
            2	did	do	AUX	VBD	Tense=Past	0	root	_	_
            3	n't	not	PART	RB	_	2	advmod	_	_
            3.1	go	go	VERB	VB	_	_	_	_	_
            4	.	.	PUNCT	.	_	2	punct	_	_

            1	Yes	yes	INTJ	UH	_	0	root	_	_
            """);

    assertThat(sentences).hasSize(2);
    List<UdToken> tokens = sentences.get(0).tokens();
    assertThat(tokens).extracting(UdToken::text).containsExactly("She", "did", "n't", ".");
    assertThat(tokens.get(0).features()).isEqualTo(Map.of("Case", "Nom", "Number", "Sing"));
    assertThat(tokens).extracting(UdToken::head).containsExactly(1, -1, 1, 1);
    assertThat(sentences.get(0).depth()).isEqualTo(1);
  }

  @Test
  void contraction_thatItsPartsDoNotSpell_isNotLost() {
    List<UdToken> tokens =
        ConllU.parse(
                "t.conllu",
                """
                1-2	zum	_	_	_	_	_	_	_	_
                1	zu	zu	ADP	_	_	3	case	_	_
                2	dem	der	DET	_	_	3	det	_	_
                3	Haus	Haus	NOUN	_	_	0	root	_	_
                """)
            .get(0)
            .tokens();

    assertThat(tokens).extracting(UdToken::text).containsExactly("zu", "m", "Haus");
  }

  @ParameterizedTest
  @CsvSource({
    "'1\tShe\tshe', 10 fields, 3",
    "'2\tShe\tshe\tPRON\t_\t_\t0\troot\t_\t_', token 1, '2'",
    "'1\tShe\tshe\tPRON\t_\t_\t_\troot\t_\t_', a head, '_'",
    "'1\tShe\tshe\tPRON\t_\tSing\t0\troot\t_\t_', features, 'Sing'",
    "'1\tShe\tshe\tPRON\t_\t_\t1\troot\t_\t_', one root, 0 roots",
    "'1\tShe\tshe\tPRON\t_\t_\t0\troot\t_\t_\n2\tI\tI\tPRON\t_\t_\t9\tx\t_\t_', one root, head 9",
    "'\n', a sentence, none"
  })
  void line_thatIsNoToken_isNamed(String text, String expected, String found) {
    assertThatThrownBy(() -> ConllU.parse("t.conllu", text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("t.conllu: line ")
        .hasMessageContaining(expected)
        .hasMessageContaining(found);
  }

  @Test
  void circle_ofHeads_isNamed() {
    String text =
        """
        1	a	a	X	_	_	0	root	_	_
        2	b	b	X	_	_	3	dep	_	_
        3	c	c	X	_	_	2	dep	_	_
        """;

    assertThatThrownBy(() -> ConllU.parse("t.conllu", text)).hasMessageContaining("circle");
  }
}
