package org.entrain.objects;

/**
 * An object as its store describes it.
 *
 * @param name the last part of its key
 * @param size bytes
 * @param etag what tells its versions apart, without quotes; nothing else is read from it
 */
record StoredObject(String name, long size, String etag) {}
