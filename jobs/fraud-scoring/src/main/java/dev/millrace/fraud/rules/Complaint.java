package dev.millrace.fraud.rules;

import java.util.regex.Pattern;

/** What CEL finds wrong, as who writes rules reads it. */
final class Complaint {
  /** CEL names operators by where their operands go: {@code _==_}, {@code !_}, {@code @in}. */
  private static final Pattern OPERATOR = Pattern.compile("'(?:_|@)?([^\\w\\s']+|in)_?'");

  private static final Pattern CONTAINER = Pattern.compile(" \\(in container ''\\)");

  /** Every overload there is, or every token that could stand there. */
  private static final Pattern ALTERNATIVES =
      Pattern.compile(" \\(candidates: .*\\)$| expecting \\{.*}$", Pattern.DOTALL);

  private Complaint() {}

  static String inWords(String message) {
    String text = ALTERNATIVES.matcher(message).replaceAll("");
    text = CONTAINER.matcher(text).replaceAll("");
    return OPERATOR.matcher(text).replaceAll("'$1'").replaceAll("\\s+", " ");
  }
}
