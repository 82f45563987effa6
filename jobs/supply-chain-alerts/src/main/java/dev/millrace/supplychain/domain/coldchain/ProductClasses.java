package dev.millrace.supplychain.domain.coldchain;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of each product class, from a text such as {@code CHILLED 2..8 30m; FROZEN ..-18 15m}.
 */
public record ProductClasses(Map<String, TemperatureRange> ranges) implements Serializable {

  /** What the text is, in words that follow "must be". */
  public static final String RULE =
      "classes divided by ;, each a name, a range in degrees Celsius and a grace, such as CHILLED 2..8 30m; FROZEN ..-18 15m";

  private static final String NUMBER = "-?\\d+(?:\\.\\d+)?";
  private static final Pattern CLASS =
      Pattern.compile(
          "(?<name>\\S+)\\s+(?<low>%1$s)?\\.\\.(?<high>%1$s)?\\s+(?<grace>\\d{1,6})(?<unit>[smhd])"
              .formatted(NUMBER));

  /** Whether a text can be parsed. */
  public static boolean isValid(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The classes in a text.
   *
   * @throws IllegalArgumentException naming the class that is wrong
   */
  public static ProductClasses parse(String text) {
    Map<String, TemperatureRange> ranges = new HashMap<>();
    for (String part : text.split(";", -1)) {
      Matcher matcher = CLASS.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("must be %s, got '%s'".formatted(RULE, part.strip()));
      }
      TemperatureRange range =
          new TemperatureRange(
              limit(matcher.group("low"), Double.NEGATIVE_INFINITY),
              limit(matcher.group("high"), Double.POSITIVE_INFINITY),
              duration(Long.parseLong(matcher.group("grace")), matcher.group("unit")));
      if (range.low() >= range.high()) {
        throw new IllegalArgumentException(
            "the range of %s must begin below its end, got '%s'"
                .formatted(matcher.group("name"), part.strip()));
      }
      if (ranges.put(matcher.group("name"), range) != null) {
        throw new IllegalArgumentException(
            "class %s must be named once, got '%s'".formatted(matcher.group("name"), text));
      }
    }
    return new ProductClasses(Map.copyOf(ranges));
  }

  /** The range of a class; null where it has none. */
  public TemperatureRange of(String productClass) {
    return productClass == null ? null : ranges.get(productClass);
  }

  private static double limit(String number, double none) {
    return number == null ? none : Double.parseDouble(number);
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
