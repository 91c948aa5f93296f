package org.entrain.app.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.entrain.app.ExitCodes;
import org.entrain.app.Refusal;
import org.entrain.app.display.SafeText;
import org.entrain.app.run.WorkFailure;
import org.entrain.schemas.Topics;
import org.entrain.transport.EventDeliveryException;
import org.entrain.transport.KafkaConnection;
import org.entrain.transport.Letter;
import org.entrain.transport.LetterReader;
import org.entrain.transport.LetterState;
import org.entrain.transport.Redrive;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Records that could not be used. */
@Command(
    name = "dlq",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|redrive|drop",
    description = {
      "Lists records that no stage could use, shows one, takes them back to where they came from,",
      "or drops them. Each is taken back or dropped once, whoever asks and however often."
    },
    footer = {
      "",
      "Examples:",
      "  ./entrain dlq list",
      "  ./entrain dlq show entrain.words.dlq@4",
      "  ./entrain dlq redrive --all --cause 'not found' --bootstrap-servers kafka:9092",
      "  ./entrain dlq drop entrain.words.dlq@4 entrain.words.dlq@7",
      "",
      "Exit codes: 0 done, 1 the brokers do not answer or another process does the same,"
          + " 2 refused."
    })
final class DlqCommand implements Runnable {

  private static final String CLIENT = "entrain-dlq";

  private final CommandContext context;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec
  DlqCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Name what to do: list, show, redrive or drop.");
  }

  /** How a list is written. */
  static final class Format {
    @Option(names = "--json", description = "As JSON, an array of objects.")
    private boolean json;

    @Option(names = "--csv", description = "As CSV (RFC 4180).")
    private boolean csv;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists dead letters, each once by where its record first stood.")
  int list(
      @Mixin BrokerOptions brokers,
      @Mixin Format format,
      @Option(
              names = "--topic",
              paramLabel = "NAME",
              description = "Only of this topic, such as words.")
          @Nullable String topic,
      @Option(
              names = "--all",
              description = "Also those that were re-driven or dropped (default: those that wait).")
          boolean all) {
    if (format.json && format.csv) {
      throw new Refusal(
          Refusal.fault("dlq list", "--csv", "one form", "--json too", "Leave one out."));
    }
    Topics topics = new Topics(brokers.settings().partitions());
    @Nullable String only = topic == null ? null : LetterNames.topic(topics, topic);
    return reading(
        brokers,
        topics,
        reader -> {
          List<Letter> every = reader.all();
          List<Letter> shown =
              every.stream()
                  .filter(letter -> only == null || letter.topic().equals(only))
                  .filter(letter -> all || letter.state() == LetterState.WAITING)
                  .toList();
          PrintWriter out = spec.commandLine().getOut();
          if (format.json) {
            out.print(LetterText.json(shown));
          } else if (format.csv) {
            out.print(LetterText.csv(shown));
          } else {
            out.print(LetterText.table(shown, every));
          }
          out.flush();
          return ExitCodes.DONE;
        });
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a letter: its headers, and its event or the first bytes of it.")
  int show(
      @Mixin BrokerOptions brokers,
      @Parameters(paramLabel = "TOPIC@OFFSET", description = "As `dlq list` names it.")
          String name) {
    Topics topics = new Topics(brokers.settings().partitions());
    LetterNames wanted = LetterNames.parse(topics, name);
    return reading(
        brokers,
        topics,
        reader -> {
          Letter letter =
              reader.at(wanted.topic(), wanted.offset()).orElseThrow(() -> wanted.refused());
          String text =
              LetterText.whole(
                  letter,
                  reader.record(wanted.topic(), wanted.offset()).orElseThrow(wanted::refused),
                  topics);
          PrintWriter out = spec.commandLine().getOut();
          out.print(text);
          out.flush();
          return ExitCodes.DONE;
        });
  }

  /** Which letters are to be redriven or dropped. */
  static final class Chosen {
    @Parameters(
        paramLabel = "TOPIC@OFFSET",
        arity = "0..*",
        description = "As `dlq list` names them.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All that wait.")
    private boolean all;

    @Option(
        names = "--cause",
        paramLabel = "TEXT",
        description = "With --all: those whose cause contains this text.")
    private @Nullable String cause;

    Redrive.Choice choice(Topics topics) {
      if (all == !names.isEmpty() || cause != null && !all) {
        throw new Refusal(
            Refusal.fault(
                "dlq",
                "letters",
                "TOPIC@OFFSET, or --all with or without --cause",
                all ? "both" : names.isEmpty() ? "none" : "--cause without --all",
                "Look at `entrain dlq list` for what there is."));
      }
      if (all) {
        return reader ->
            reader.all().stream()
                .filter(letter -> letter.state() == LetterState.WAITING)
                .filter(letter -> cause == null || String.valueOf(letter.cause()).contains(cause))
                .toList();
      }
      List<LetterNames> wanted = names.stream().map(n -> LetterNames.parse(topics, n)).toList();
      return reader ->
          wanted.stream()
              .map(name -> reader.at(name.topic(), name.offset()).orElseThrow(name::refused))
              .distinct()
              .toList();
    }
  }

  @Command(
      name = "redrive",
      mixinStandardHelpOptions = true,
      description = {
        "Takes letters back to the topic and partition they came from, to be read once more.",
        "Those taken back or dropped before are left as they are."
      })
  int redrive(@Mixin BrokerOptions brokers, @Mixin Chosen chosen) {
    return apply(brokers, chosen, LetterState.REDRIVEN);
  }

  @Command(
      name = "drop",
      mixinStandardHelpOptions = true,
      description = {
        "Decides to do without letters: they no longer count as waiting, and stay to be looked at.",
        "What their records were needed for stays undone."
      })
  int drop(@Mixin BrokerOptions brokers, @Mixin Chosen chosen) {
    return apply(brokers, chosen, LetterState.DROPPED);
  }

  private int apply(BrokerOptions brokers, Chosen chosen, LetterState state) {
    Topics topics = new Topics(brokers.settings().partitions());
    Redrive.Choice choice = chosen.choice(topics);
    KafkaConnection connection = brokers.connect(context, spec.commandLine().getErr());
    try {
      return report(new Redrive(connection, topics).apply(state, choice), state);
    } catch (EventDeliveryException e) {
      throw new WorkFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private int report(List<Redrive.Outcome> outcomes, LetterState state) {
    PrintWriter out = spec.commandLine().getOut();
    boolean refused = false;
    for (Redrive.Outcome outcome : outcomes) {
      refused |= outcome.fault() != null;
      out.println(outcome.letter().name() + ": " + SafeText.of(said(outcome)));
    }
    out.printf(
        Locale.ROOT,
        "%d %s, %d left as they are.%n",
        outcomes.stream().filter(Redrive.Outcome::done).count(),
        state.text(),
        outcomes.stream().filter(outcome -> !outcome.done()).count());
    out.flush();
    return refused ? ExitCodes.REFUSED : ExitCodes.DONE;
  }

  private static String said(Redrive.Outcome outcome) {
    if (outcome.fault() != null) {
      return "expected a letter that can be taken back, found %s. Drop it, or leave it."
          .formatted(outcome.fault());
    }
    if (!outcome.done()) {
      return outcome.before().text() + " before";
    }
    return outcome.now() == null ? "dropped" : "taken back, now " + outcome.now();
  }

  private int reading(
      BrokerOptions brokers, Topics topics, Function<LetterReader, Integer> question) {
    KafkaConnection connection = brokers.connect(context, spec.commandLine().getErr());
    try (LetterReader reader = new LetterReader(connection, topics, CLIENT)) {
      return question.apply(reader);
    } catch (KafkaException e) {
      throw new WorkFailure("the brokers do not say: " + e.getMessage(), e);
    }
  }
}
