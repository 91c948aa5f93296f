package org.entrain.objects;

import java.io.InputStream;
import java.util.List;
import java.util.SortedSet;
import org.entrain.common.ObjectUrl;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a store. All of it refuses what is missing or denied by {@code
 * InvalidInputException}, and throws {@code UnavailableException} when the store does not answer.
 */
interface ObjectStore extends AutoCloseable {

  /**
   * What lies in a folder.
   *
   * @param folders names of the folders in it
   */
  record Folder(List<StoredObject> objects, SortedSet<String> folders) {
    public Folder {
      objects = List.copyOf(objects);
    }
  }

  /**
   * The bytes of an object from some place on.
   *
   * @param stream to be closed by the reader
   * @param md5 what all bytes of the object must give, where the store says nothing better that the
   *     stream itself checks; null where it does
   */
  record Body(InputStream stream, @Nullable String md5) {}

  /** Where the store is: a part of what tells its objects from others of the same name. */
  String endpoint();

  /**
   * Lists a folder.
   *
   * @param most objects and folders in it
   */
  Folder list(ObjectUrl folder, int most);

  /** Describes one object. */
  StoredObject head(ObjectUrl object);

  /**
   * Opens an object.
   *
   * @param from first byte wanted
   * @throws ChangedException if it is another version now
   */
  Body get(ObjectUrl object, StoredObject version, long from) throws ChangedException;

  @Override
  void close();
}
