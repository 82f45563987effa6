package dev.millrace.sql;

/**
 * Text from outside, as a terminal may show it: what would move the cursor, colour the screen or
 * turn the direction of reading is written as its number instead.
 */
final class Printable {
  private Printable() {}

  /** Whether the text can be shown as it is. */
  static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Printable::isPrintable);
  }

  /** The text with what must not reach a terminal as {@code \\u001b}. */
  static String of(String text) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            point -> {
              if (isPrintable(point)) {
                shown.appendCodePoint(point);
              } else {
                shown.append(point == '\n' ? "\\n" : "\\u%04x".formatted(point));
              }
            });
    return shown.toString();
  }

  /** The same, cut to a length that leaves room for its neighbours. */
  static String of(String text, int longest) {
    return text.length() <= longest ? of(text) : of(text.substring(0, longest)) + "...";
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
