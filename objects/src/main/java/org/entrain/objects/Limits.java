package org.entrain.objects;

/**
 * What is refused before anything is fetched.
 *
 * @param names objects and folders in one folder of a store
 * @param objectBytes size of one object
 * @param cacheBytes size of the cache
 */
public record Limits(int names, long objectBytes, long cacheBytes) {

  /** Room for a few thousand checkpoints a folder, the largest published files, and some models. */
  public static final Limits USUAL = new Limits(10_000, 64L << 30, 50L << 30);
}
