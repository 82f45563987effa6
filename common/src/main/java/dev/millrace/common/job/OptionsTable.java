package dev.millrace.common.job;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Options as the Markdown table that stands in a job's README; a test holds the README to it. */
public final class OptionsTable {
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long SECONDS_PER_DAY = 86_400;

  private OptionsTable() {}

  /** Header and one row for each option, in the order given, lines ended by {@code \n}. */
  public static String markdown(Collection<Option<?>> options) {
    return Stream.concat(
            Stream.of("| setting | default | value | meaning |", "|---|---|---|---|"),
            options.stream().map(OptionsTable::row))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Option<?> option) {
    String rule = option.rule().text();
    return "| `%s` | %s | %s | %s |"
        .formatted(
            option.key(),
            option.byDefault().map(value -> "`" + text(value) + "`").orElse("none"),
            rule.isEmpty() ? option.form() : option.form() + ", " + rule,
            option.description());
  }

  /** A value as a person writes it into an options file. */
  static String text(Object value) {
    if (value instanceof Duration duration) {
      if (duration.toMillis() % MILLIS_PER_SECOND != 0) {
        return duration.toMillis() + " ms";
      }
      return duration.toSeconds() > 0 && duration.toSeconds() % SECONDS_PER_DAY == 0
          ? duration.toDays() + " d"
          : duration.toSeconds() + " s";
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return value.toString();
  }
}
