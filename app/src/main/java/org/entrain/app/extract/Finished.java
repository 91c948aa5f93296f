package org.entrain.app.extract;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.entrain.common.InvalidInputException;
import org.entrain.formats.npy.NpyArray;
import org.entrain.producers.checkpoints.ActivationsFolder;
import org.jspecify.annotations.Nullable;

/**
 * Folders of finished checkpoints. Files are written to a folder beside it that gets its name when
 * all are whole, so that whatever has the name is complete.
 */
final class Finished {

  private static final long PIECE_BYTES = 64 << 20;
  private static final String REMEDY = "Remove the folder, or name another --out.";

  private final ExtractInputs inputs;
  private final Map<String, String> wanted;

  Finished(ExtractInputs inputs) {
    this.inputs = inputs;
    wanted = inputs.wanted();
  }

  /**
   * What an earlier extraction left in the target's folder; empty if nothing is there.
   *
   * @throws InvalidInputException if something else is there, it cannot be read, or it was computed
   *     otherwise
   */
  Optional<Extracted> find(Target target) {
    try {
      return Files.exists(target.folder()) && !isEmpty(target.folder())
          ? Optional.of(checked(target))
          : Optional.empty();
    } catch (IOException e) {
      throw fault(target, Extracted.FILE, "a file that can be read", e.toString());
    }
  }

  private Extracted checked(Target target) throws IOException {
    Extracted found =
        Extracted.read(target.folder())
            .orElseThrow(
                () -> fault(target, Extracted.FILE, "a finished extraction, or no folder", "none"));
    require(target, "model", target.source().model(), found.model());
    require(target, "step", Long.toString(target.source().step()), Long.toString(found.step()));
    wanted.forEach((name, value) -> require(target, name, value, found.settings().get(name)));
    int represented = inputs.words().size() - found.wordsSkipped();
    List<Integer> shape =
        NpyArray.open(target.folder().resolve(ActivationsFolder.REPRESENTATIONS))
            .reals("layers", "words", "hidden")
            .shape();
    if (!shape.subList(1, shape.size()).equals(List.of(represented, found.hiddenSize()))) {
      throw fault(
          target,
          ActivationsFolder.REPRESENTATIONS,
          "%d words of %d".formatted(represented, found.hiddenSize()),
          shape.toString());
    }
    return found;
  }

  /**
   * Refuses a folder that holds another checkpoint.
   *
   * @param identity of the checkpoint that is to be there
   */
  static void requireIdentity(Target target, Extracted found, String identity) {
    require(target, "identity", identity, found.identity());
  }

  private static void require(Target target, String field, String wanted, @Nullable String there) {
    if (!wanted.equals(there)) {
      throw fault(target, field, wanted, there + " of an earlier extraction");
    }
  }

  /**
   * Makes the folder to write to; removes what an interrupted extraction left there.
   *
   * @throws OutputException if it cannot be made
   */
  static void begin(Target target) {
    try {
      discard(target);
      Files.createDirectories(target.partial());
    } catch (IOException e) {
      throw new OutputException(target, e);
    }
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

  /**
   * Writes the small files, and gives the folder its name once all of it is on the disk.
   *
   * @throws OutputException if that fails
   */
  static void finish(Target target, Extracted extracted) {
    Path partial = target.partial();
    try {
      write(partial.resolve(ActivationsFolder.SKIPPED), extracted.wordsSkipped() + "\n");
      write(partial.resolve(Extracted.FILE), extracted.json());
      force(partial);
      Files.deleteIfExists(target.folder()); // an empty one: find refused all others
      Files.move(partial, target.folder(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new OutputException(target, e);
    }
  }

  /**
   * Copies the representations of another folder; ends early when the thread is interrupted.
   *
   * @throws OutputException if that fails
   */
  static void copy(Path from, Target to) {
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
    } catch (IOException e) {
      throw new OutputException(to, e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(
        file,
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  /** Brings a folder's entries to the disk; Windows opens no folders and orders them itself. */
  private static void force(Path folder) throws IOException {
    if (File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
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
