package org.entrain.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.entrain.app.command.CommandRunner.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint at fault is named with its file and field; the one after it is computed. */
class ExtractFaultsTest {

  private static final Path SAMPLE = CommandRunner.HOME.resolve("sample");
  private static final Path SOUND = SAMPLE.resolve("checkpoints/nano/step16");

  @TempDir private Path temporary;
  private Path words;
  private Path faulty;

  @BeforeEach
  void copyCheckpoint() throws IOException {
    words = temporary.resolve("words.tsv");
    Files.write(words, Files.readAllLines(SAMPLE.resolve("words.tsv")).subList(0, 71));
    faulty = CommandRunner.copy(SAMPLE.resolve("checkpoints/nano/step0"), temporary.resolve("bad"));
  }

  @Test
  void vocabularyOfTheTokenizer_largerThanTheModels() throws IOException {
    Path tokenizer = faulty.resolve("tokenizer.json");
    String text = Files.readString(tokenizer);
    Files.writeString(
        tokenizer,
        Pattern.compile("\"vocab\"\\s*:\\s*\\{").matcher(text).replaceFirst("$0\"zq\": 99999, "));

    assertNamed(tokenizer.toString(), "99999");
  }

  @Test
  void context_beyondTheModelsPositions() throws IOException {
    Path config = faulty.resolve("config.json");
    replace(config, "\"max_position_embeddings\"\\s*:\\s*\\d+", "\"max_position_embeddings\": 32");

    assertNamed(config.toString(), "max_position_embeddings", "found 32");
  }

  @Test
  void shard_missing() throws IOException {
    Files.delete(faulty.resolve("model.safetensors"));
    Files.writeString(
        faulty.resolve("model.safetensors.index.json"),
        """
        {"metadata": {}, "weight_map": {"gpt_neox.embed_in.weight": "model-00001.safetensors"}}
        """);

    assertNamed(faulty.toString(), "model-00001.safetensors");
  }

  @Test
  void hiddenState_thatOverflows() throws IOException {
    faulty =
        CommandRunner.copy(
            CommandRunner.HOME.resolve("processors/models/src/test/resources/reference/gpt2"),
            temporary.resolve("large/bad"));
    Path weights = faulty.resolve("model.safetensors");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
    fillWithLargest(bytes, "h.0.mlp.c_proj.weight");
    Files.write(weights, bytes.array());

    assertNamed(faulty + ": hidden state of layer 1, sequence ");
  }

  @Test
  void pickle_thatNamesAForeignFunction() throws IOException {
    Files.delete(faulty.resolve("model.safetensors"));
    Path weights = faulty.resolve("pytorch_model.bin");
    try (OutputStream file = Files.newOutputStream(weights);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      byte[] pickle = "\u0080\u0002cos\nsystem\n.".getBytes(StandardCharsets.ISO_8859_1);
      ZipEntry entry = new ZipEntry("archive/data.pkl");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(pickle.length);
      CRC32 sum = new CRC32();
      sum.update(pickle);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(pickle);
    }

    assertNamed(weights.toString(), "os", "system");
  }

  private void assertNamed(String... named) throws IOException {
    Path out = temporary.resolve("out");
    Outcome outcome =
        CommandRunner.run(
            "extract",
            "--words",
            words,
            "--set",
            "context.tokens=40",
            "--models",
            faulty,
            SOUND,
            "--out",
            out);

    assertThat(outcome.err())
        .contains("failed: bad@0: ")
        .contains(named)
        .doesNotContain("unexpected", "\tat ");
    assertThat(outcome.out()).contains("1 computed", "1 failed");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(out.resolve("nano/step16/perplexity.json")).exists();
    assertThat(out.resolve("bad")).doesNotExist();
    assertThat(out.resolve(".bad.part")).doesNotExist();
  }

  private static void replace(Path file, String pattern, String by) throws IOException {
    String text = Files.readString(file);
    assertThat(text).containsPattern(pattern);
    Files.writeString(file, text.replaceFirst(pattern, by));
  }

  /** Sets all values of a float32 tensor to the largest there is. */
  private static void fillWithLargest(ByteBuffer safetensors, String tensor) {
    int header = (int) safetensors.getLong(0);
    String entries = new String(safetensors.array(), 8, header, StandardCharsets.UTF_8);
    Matcher entry =
        Pattern.compile(
                Pattern.quote(tensor + "\":{\"dtype\":\"F32\"")
                    + "[^}]*\"data_offsets\":\\[(\\d+), *(\\d+)]")
            .matcher(entries);
    assertThat(entry.find()).as(entries).isTrue();
    int end = 8 + header + Integer.parseInt(entry.group(2));
    for (int at = 8 + header + Integer.parseInt(entry.group(1)); at < end; at += Float.BYTES) {
      safetensors.putFloat(at, Float.MAX_VALUE);
    }
  }
}
