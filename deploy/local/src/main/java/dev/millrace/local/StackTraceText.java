package dev.millrace.local;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds what a person needs in a Java stack trace. */
final class StackTraceText {
  private static final String CAUSE = "Caused by: ";

  private static final Pattern EXCEPTION =
      Pattern.compile(
          "^(?:Exception in thread .*? )?(?:[a-z0-9_]+\\.)+[A-Z][A-Za-z0-9_$]*(?:Exception|Error)\\b");

  /** Exceptions whose name adds nothing to their message. */
  private static final Pattern SPEAKS_FOR_ITSELF =
      Pattern.compile(
          "^(?:[a-z0-9_]+\\.)+(?:InvalidOptions|IllegalArgument|IllegalState|Flink|Runtime)Exception: (?=\\S)");

  private StackTraceText() {}

  /**
   * The lines of the innermost cause's message, without the name of its class where the message
   * says enough.
   */
  static List<String> reason(String trace) {
    List<String> lines = trace.lines().toList();
    int start = -1;
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line);
      if (text.startsWith(CAUSE) || (start < 0 && EXCEPTION.matcher(text).find())) {
        start = line;
      }
    }
    start = Math.max(start, 0);
    List<String> reason = new ArrayList<>();
    for (String line : lines.subList(start, lines.size())) {
      if (line.startsWith("\tat ") || line.startsWith("\t... ") || line.startsWith("    at ")) {
        break;
      }
      reason.add(line);
    }
    if (reason.isEmpty()) {
      return List.of("no reason given");
    }
    String first = reason.get(0);
    reason.set(
        0, withoutPackage(first.startsWith(CAUSE) ? first.substring(CAUSE.length()) : first));
    return reason.stream().filter(line -> !line.isBlank()).map(String::stripTrailing).toList();
  }

  private static String withoutPackage(String line) {
    return SPEAKS_FOR_ITSELF
        .matcher(line)
        .replaceFirst("")
        .replaceFirst("^(?:[a-z0-9_]+\\.)+([A-Z][A-Za-z0-9_$]*(?::|$))", "$1");
  }
}
