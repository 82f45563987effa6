package dev.millrace.common.job;

import java.util.function.Predicate;

/**
 * What a valid value of an option is.
 *
 * @param text the rule in words that follow "must be", for example {@code between 0 and 1}; empty
 *     if any value will do
 * @param holds whether a value obeys the rule
 */
public record OptionRule<T>(String text, Predicate<T> holds) {

  /** Any value of the type. */
  public static <T> OptionRule<T> any() {
    return new OptionRule<>("", value -> true);
  }

  public static OptionRule<String> notBlank() {
    return new OptionRule<>("not blank", value -> !value.isBlank());
  }

  /** From {@code low} to {@code high}, both included; not-a-number is refused. */
  public static <T extends Comparable<T>> OptionRule<T> between(T low, T high) {
    return new OptionRule<>(
        "between %s and %s".formatted(OptionsTable.text(low), OptionsTable.text(high)),
        value -> value.compareTo(low) >= 0 && value.compareTo(high) <= 0);
  }
}
