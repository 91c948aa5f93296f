package org.entrain.models.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SortedMap;
import org.entrain.common.InvalidInputException;
import org.entrain.models.weights.FileFaults;
import org.entrain.models.weights.FileStamp;
import org.entrain.models.weights.Reads;
import org.entrain.models.weights.TensorEntry;

/**
 * A dictionary of tensors written by {@code torch.save}, in the zip format of torch 1.6 or the one
 * before it.
 */
public final class TorchFile {

  private static final String REMEDY = "Save the checkpoint as safetensors, or download it again.";

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private TorchFile() {}

  /**
   * Reads and checks the description of the tensors; returns all by name. Nothing in the file is
   * executed.
   *
   * @throws InvalidInputException if the file is missing or damaged, or holds an opcode, class or
   *     value that no dictionary of tensors has (named with its byte position), or a tensor does
   *     not lie in one piece
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  public static SortedMap<String, TensorEntry> read(Path file) {
    FileStamp stamp = FileStamp.of(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      byte[] begin = begin(channel);
      if (startsWith(begin, ZIP)) {
        return new ZipArchive(stamp, channel).read();
      }
      if (startsWith(begin, LegacyFile.MAGIC)) {
        return new LegacyFile(stamp, channel).read();
      }
      throw new IOException(
          "neither the zip format nor the one before torch 1.6: it begins with \""
              + new String(begin, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?")
              + "\"");
    } catch (FileSystemException e) {
      // No such file, or no permission: nothing about its content.
      throw FileFaults.of(file, e);
    } catch (IOException e) {
      // An interrupt closes the channel, which the zip library reports in its own words.
      FileFaults.checkInterrupt(file);
      String fault = String.valueOf(e.getMessage());
      throw new InvalidInputException(
          file.toString(), "content", "a dictionary of tensors by torch.save", fault, REMEDY, e);
    }
  }

  private static byte[] begin(FileChannel channel) throws IOException {
    ByteBuffer begin = ByteBuffer.allocate(LegacyFile.MAGIC.length);
    Reads.upToEnd(channel, 0, begin);
    return Arrays.copyOf(begin.array(), begin.position());
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
