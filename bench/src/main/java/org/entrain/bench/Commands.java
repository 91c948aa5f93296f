package org.entrain.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers the lines of the protocol that {@code bench/peers/workers.py} describes. */
record Commands(WindowBatches batches, GemmRate gemm) implements AnswerLoop.Commands {

  @Override
  public String answer(String line) throws IOException {
    String[] words = line.split(" ");
    return switch (words[0] + "/" + (words.length - 1)) {
      case "run/3" -> run(number(words[1]), number(words[2]), number(words[3]));
      case "save/4" ->
          save(Path.of(words[1]), number(words[2]), number(words[3]), number(words[4]));
      case "gemm/1" -> "rate " + gemm.measure(Double.parseDouble(words[1]));
      default -> throw new IllegalArgumentException("no command: " + line);
    };
  }

  private String run(int first, int count, int batch) {
    return AnswerLoop.timed(() -> batches.states(first, count, batch));
  }

  /** Layers outermost: layers + 1 × count × hidden size. */
  private String save(Path file, int first, int count, int batch) throws IOException {
    float[][][] states = batches.states(first, count, batch);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int layer = 0; layer < states[0].length; layer++) {
        for (float[][] part : states) {
          ByteBuffer bytes = ByteBuffer.allocate(part[layer].length * Float.BYTES);
          bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(part[layer]);
          out.write(bytes.array());
        }
      }
    }
    return "saved";
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }
}
