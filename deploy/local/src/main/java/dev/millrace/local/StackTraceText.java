package dev.millrace.local;

import java.util.ArrayList;
import java.util.List;

/** Finds what a person needs in a Java stack trace. */
final class StackTraceText {
  private static final String CAUSE = "Caused by: ";

  private StackTraceText() {}

  /**
   * The lines of the innermost cause's message, without the name of its class where the message
   * says enough.
   */
  static List<String> reason(String trace) {
    List<String> lines = trace.lines().toList();
    int start = 0;
    for (int line = 0; line < lines.size(); line++) {
      if (lines.get(line).startsWith(CAUSE)) {
        start = line;
      }
    }
    List<String> reason = new ArrayList<>();
    for (String line : lines.subList(Math.min(start, lines.size()), lines.size())) {
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
    return reason.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static String withoutPackage(String line) {
    return line.replaceFirst("^(?:[a-z0-9_]+\\.)+([A-Z][A-Za-z0-9_$]*(?::|$))", "$1");
  }
}
