package org.entrain.app.extract;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.entrain.producers.checkpoints.ActivationsFolder;
import org.entrain.producers.npy.NpyArray;

/**
 * Folders of finished checkpoints. Files are written to a folder beside it that gets its name when
 * all are whole, so that whatever has the name is complete.
 */
final class Finished {

  private static final long PIECE_BYTES = 64 << 20;
  private static final String REMEDY = "Remove the folder, or name another --out.";

  private final ExtractInputs inputs;
  private final String wordsHash;

  Finished(ExtractInputs inputs) {
    this.inputs = inputs;
    wordsHash = inputs.wordsHash();
  }

  /** Hash of the text that the files are of. */
  String wordsHash() {
    return wordsHash;
  }

  /**
   * What an earlier extraction left in the target's folder; empty if nothing is there.
   *
   * @throws InvalidInputException if something else is there, or it was computed otherwise
   */
  Optional<Extracted> find(Target target) throws IOException {
    Path folder = target.folder();
    if (!Files.exists(folder) || isEmpty(folder)) {
      return Optional.empty();
    }
    Extracted found =
        Extracted.read(folder)
            .orElseThrow(
                () -> fault(target, Extracted.FILE, "a finished extraction, or no folder", "none"));
    wanted(target)
        .forEach(
            (field, wanted) -> {
              String there = described(found).get(field);
              if (!wanted.equals(there)) {
                throw fault(target, field, wanted, there + " of an earlier extraction");
              }
            });
    int represented = inputs.words().size() - found.wordsSkipped();
    List<Integer> shape =
        NpyArray.open(folder.resolve(ActivationsFolder.REPRESENTATIONS))
            .reals("layers", "words", "hidden")
            .shape();
    if (!shape.subList(1, shape.size()).equals(List.of(represented, found.hiddenSize()))) {
      throw fault(
          target,
          ActivationsFolder.REPRESENTATIONS,
          "%d words of %d".formatted(represented, found.hiddenSize()),
          shape.toString());
    }
    return Optional.of(found);
  }

  /**
   * Refuses a folder that holds another checkpoint.
   *
   * @param identity of the checkpoint that is to be there
   */
  static void requireIdentity(Target target, Extracted found, String identity) {
    if (!found.identity().equals(identity)) {
      throw fault(target, "identity", identity, found.identity() + " of an earlier extraction");
    }
  }

  /** Makes the folder to write to; removes what an interrupted extraction left there. */
  static void begin(Target target) throws IOException {
    discard(target);
    Files.createDirectories(target.partial());
  }

  /** Removes what is not whole. */
  static void discard(Target target) throws IOException {
    Path partial = target.partial();
    if (Files.isDirectory(partial)) {
      List<Path> files;
      try (Stream<Path> listed = Files.list(partial)) {
        files = listed.toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(partial);
    }
  }

  /** Writes the small files, and gives the folder its name. */
  static void finish(Target target, Extracted extracted) throws IOException {
    Path partial = target.partial();
    Files.writeString(partial.resolve(ActivationsFolder.SKIPPED), extracted.wordsSkipped() + "\n");
    extracted.write(partial);
    Files.deleteIfExists(target.folder()); // an empty one: find refused all others
    Files.move(partial, target.folder(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Copies the representations of another folder; ends early when the thread is interrupted. */
  static void copy(Path from, Target to) throws IOException {
    begin(to);
    Path file = to.partial().resolve(ActivationsFolder.REPRESENTATIONS);
    try (FileChannel source =
            FileChannel.open(
                from.resolve(ActivationsFolder.REPRESENTATIONS), StandardOpenOption.READ);
        FileChannel copy =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < source.size(); ) {
        at += source.transferTo(at, PIECE_BYTES, copy);
      }
      copy.force(true);
    }
  }

  private Map<String, String> wanted(Target target) {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("model", target.source().model());
    wanted.put("step", Long.toString(target.source().step()));
    wanted.put("words", wordsHash);
    wanted.put("context", inputs.settings().context().toString());
    wanted.put("representation", inputs.settings().values().get("representation"));
    wanted.put("layers", inputs.settings().values().get("layers"));
    wanted.put("words.skip", Integer.toString(inputs.settings().skippedWords()));
    return wanted;
  }

  private static Map<String, String> described(Extracted found) {
    return Map.of(
        "model", String.valueOf(found.model()),
        "step", Long.toString(found.step()),
        "words", String.valueOf(found.wordsHash()),
        "context", String.valueOf(found.context()),
        "representation", String.valueOf(found.representation()),
        "layers", String.valueOf(found.layers()),
        "words.skip", Integer.toString(found.wordsSkip()));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static InvalidInputException fault(
      Target target, String field, String expected, String found) {
    return new InvalidInputException(target.folder().toString(), field, expected, found, REMEDY);
  }
}
