package dev.millrace.simulator.payments;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A span of event time.
 *
 * @param from first millisecond in it
 * @param to first millisecond after it, above {@code from}
 */
public record Span(long from, long to) {
  public Span {
    if (to <= from) {
      throw new IllegalArgumentException("to must be above from %d, is %d".formatted(from, to));
    }
  }

  /** All of time. */
  public static Span always() {
    return new Span(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Everything from the start of a day (UTC). */
  public static Span since(LocalDate day) {
    return new Span(startOf(day), Long.MAX_VALUE);
  }

  /** A number of days (UTC), 1 or more. */
  public static Span days(LocalDate first, int days) {
    return new Span(startOf(first), startOf(first) + Duration.ofDays(days).toMillis());
  }

  private static long startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
