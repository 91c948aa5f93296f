package org.entrain.broker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.internal.FileLogInputStream.FileChannelRecordBatch;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.jspecify.annotations.Nullable;

/** Reads the log of a broker that does not run, without starting it or changing anything. */
public final class StoppedLog {

  private static final Pattern PARTITION = Pattern.compile("(.+)-(\\d+)");
  private static final String SEGMENT = ".log";

  /**
   * What was found of a partition.
   *
   * @param bytes of its segments
   * @param cut bytes behind the last whole batch of the newest segment: a process was killed while
   *     it wrote, and the broker cuts them off when it starts
   * @param fault why it cannot be read to its end; null if it can
   */
  public record Partition(
      String topic, int partition, long records, long bytes, long cut, @Nullable String fault) {}

  /** Is shown the value of every record that has one, control records left out. */
  @FunctionalInterface
  public interface Visitor {
    void value(String topic, ByteBuffer value);
  }

  private StoppedLog() {}

  /**
   * Reads every record, with the checksum of its batch, in the order of topics.
   *
   * @param folder log folder of the broker
   * @throws IOException if the folder cannot be listed
   */
  public static List<Partition> read(Path folder, Visitor visitor) throws IOException {
    List<Partition> partitions = new ArrayList<>();
    for (Path directory : list(folder)) {
      Matcher name = PARTITION.matcher(String.valueOf(directory.getFileName()));
      if (Files.isDirectory(directory) && name.matches()) {
        partitions.add(
            partition(directory, name.group(1), Integer.parseInt(name.group(2)), visitor));
      }
    }
    return partitions;
  }

  private static Partition partition(Path directory, String topic, int number, Visitor visitor)
      throws IOException {
    long records = 0;
    long bytes = 0;
    long cut = 0;
    List<Path> segments =
        list(directory).stream().filter(file -> file.toString().endsWith(SEGMENT)).toList();
    for (int i = 0; i < segments.size(); i++) {
      bytes += Files.size(segments.get(i));
      try (FileRecords segment = FileRecords.open(segments.get(i).toFile(), false)) {
        int whole = 0;
        for (FileChannelRecordBatch batch : segment.batches()) {
          batch.ensureValid();
          whole += batch.sizeInBytes();
          if (!batch.isControlBatch()) {
            records += read(topic, batch, visitor);
          }
        }
        cut = segment.sizeInBytes() - whole;
        if (cut > 0 && i < segments.size() - 1) {
          return new Partition(
              topic, number, records, bytes, 0, segments.get(i).getFileName() + " ends early");
        }
      } catch (KafkaException | IOException e) {
        return new Partition(
            topic,
            number,
            records,
            bytes,
            0,
            segments.get(i).getFileName() + ": " + e.getMessage());
      }
    }
    return new Partition(topic, number, records, bytes, cut, null);
  }

  private static long read(String topic, FileChannelRecordBatch batch, Visitor visitor) {
    long records = 0;
    for (Record record : batch) {
      records++;
      if (record.hasValue()) {
        visitor.value(topic, record.value());
      }
    }
    return records;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
