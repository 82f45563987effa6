package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point in the past as a person types it: {@code 90s}, {@code 15m}, {@code 2h}, {@code 7d} ago, a
 * date or an instant in UTC.
 */
public record PointInTime(String text) {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  public PointInTime {
    requireNonNull(text);
  }

  /**
   * The point in time.
   *
   * @param option the option that was given the text, for example {@code --since}
   * @param now what "ago" counts from
   * @throws ToolException if the text is none of the above
   */
  public Instant of(String option, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new ToolException(
          "%s takes 90s, 15m, 2h, 7d, 2026-11-22 or 2026-11-22T10:00:00Z, not '%s'"
              .formatted(option, text),
          e);
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
