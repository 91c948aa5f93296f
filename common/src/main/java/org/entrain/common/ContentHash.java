package org.entrain.common;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 over a sequence of fields. Every field is preceded by its length, so that no two
 * different sequences give the same bytes. Not thread-safe.
 */
public final class ContentHash {

  private final MessageDigest digest;

  public ContentHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  public ContentHash add(String field) {
    return add(field.getBytes(StandardCharsets.UTF_8));
  }

  public ContentHash add(byte[] field) {
    length(field.length);
    digest.update(field);
    return this;
  }

  public ContentHash add(long field) {
    length(Long.BYTES);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(field).flip());
    return this;
  }

  public ContentHash add(double field) {
    return add(Double.doubleToLongBits(field));
  }

  /** Adds raw bytes of a long field piece by piece; the caller adds its length beforehand. */
  public ContentHash update(ByteBuffer part) {
    digest.update(part);
    return this;
  }

  /** Returns 64 hexadecimal digits and starts anew. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the first 16 hexadecimal digits (64 bits): enough to name things within a state. */
  public String shortHex() {
    return hex().substring(0, 16);
  }

  private void length(long bytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes).flip());
  }
}
