package org.entrain.app.display;

/**
 * Text of strangers for a terminal: control characters, which could move its cursor, write into its
 * title or clipboard, and marks that turn the direction of writing are shown as {@code \\uXXXX}.
 */
public final class SafeText {

  private SafeText() {}

  /** The text without anything that a terminal would obey. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (Character.isISOControl(c)
                  || type == Character.FORMAT
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR
                  || type == Character.SURROGATE) {
                safe.append("\\u%04x".formatted(c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
