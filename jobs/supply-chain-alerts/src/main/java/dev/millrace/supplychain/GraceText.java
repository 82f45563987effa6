package dev.millrace.supplychain;

import dev.millrace.supply.BusinessStep;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.util.TimeUtils;

/** Patience with single steps as a person writes it, such as {@code ARRIVING 6 h; HOLDING 2 d}. */
final class GraceText {
  static final String RULE =
      "steps and durations separated by ;, such as ARRIVING 6 h; HOLDING 2 d";

  private GraceText() {}

  static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Milliseconds of each step that is named.
   *
   * @throws IllegalArgumentException if the text breaks {@link #RULE}
   */
  static Map<BusinessStep, Long> parse(String text) {
    Map<BusinessStep, Long> grace = new EnumMap<>(BusinessStep.class);
    for (String part : text.split(";", -1)) {
      if (part.isBlank() && text.isBlank()) {
        return grace;
      }
      String[] words = part.strip().split("\\s+", 2);
      Duration duration = TimeUtils.parseDuration(words.length < 2 ? "" : words[1]);
      if (grace.put(BusinessStep.valueOf(words[0]), duration.toMillis()) != null) {
        throw new IllegalArgumentException("a step is named twice: " + words[0]);
      }
    }
    return grace;
  }
}
