package org.entrain.models.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.entrain.common.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A file and what tells it from another one of the same name. Data are read by path long after the
 * header, and the places in the header of one file are wrong in any other.
 *
 * @param file where links in its path are followed
 * @param size bytes
 * @param modified time of the last change
 * @param key identity within the file system, such as the inode; null where there is none
 */
public record FileStamp(Path file, long size, FileTime modified, @Nullable Object key) {

  /**
   * The stamp of a file as it is now. Take it before reading: then a change meanwhile shows later.
   *
   * @throws InvalidInputException if there is none
   */
  public static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(file, now.size(), now.lastModifiedTime(), now.fileKey());
    } catch (IOException e) {
      throw FileFaults.of(file, e);
    }
  }

  /**
   * @param reading what is read, for the message
   * @throws InvalidInputException if the file is no longer the stamped one
   */
  public void check(String reading) {
    FileStamp now = of(file);
    if (!now.equals(this)) {
      throw new InvalidInputException(
          file.toString(),
          reading,
          "the file that was opened, " + this.text(),
          now.equals(withKey(now.key)) ? "another of the same size and time" : now.text(),
          "Leave the files of a checkpoint alone while it is in use, then start again.");
    }
  }

  private FileStamp withKey(@Nullable Object other) {
    return new FileStamp(file, size, modified, other);
  }

  private String text() {
    return "%d bytes of %s".formatted(size, modified);
  }
}
