package org.entrain.app.command;

import java.util.stream.Collectors;
import org.entrain.app.Refusal;
import org.entrain.schemas.Topic;
import org.entrain.schemas.Topics;

/**
 * A letter as users name it, {@code TOPIC@OFFSET}.
 *
 * @param topic dead-letter topic
 */
record LetterNames(String topic, long offset) {

  private static final String OFFSET = "[0-9]{1,18}";

  /**
   * Reads a name.
   *
   * @throws Refusal if it is none
   */
  static LetterNames parse(Topics topics, String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || !text.substring(at + 1).matches(OFFSET)) {
      throw new Refusal(
          Refusal.fault(
              "dlq", "letter", "TOPIC@OFFSET", text, "Write for example entrain.words.dlq@4."));
    }
    return new LetterNames(
        topic(topics, text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
  }

  /**
   * The dead-letter topic of a topic, named whole, without its end, or by what the prefix leaves.
   *
   * @throws Refusal if there is none
   */
  static String topic(Topics topics, String text) {
    String name = text.startsWith(Topics.PREFIX) ? text : Topics.PREFIX + text;
    return topics.all().stream()
        .filter(topic -> topic.name().equals(name) || topic.deadLetters().equals(name))
        .map(Topic::deadLetters)
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.fault(
                        "dlq",
                        "topic",
                        topics.all().stream()
                            .map(topic -> topic.name().substring(Topics.PREFIX.length()))
                            .collect(Collectors.joining(", ", "one of ", "")),
                        text,
                        "Name one of these.")));
  }

  Refusal refused() {
    return new Refusal(
        Refusal.fault(
            topic + "@" + offset,
            "dead letter",
            "the offset of a dead letter",
            "none there",
            "Look at `entrain dlq list --all`."));
  }
}
