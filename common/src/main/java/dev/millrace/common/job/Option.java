package dev.millrace.common.job;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * A setting of a job: a Flink {@link ConfigOption} together with what its values look like and the
 * rule they obey.
 *
 * @param config key, type, default
 * @param form what a value looks like, for people, for example {@code duration}
 * @param rule what a valid value is
 * @param description one sentence with the unit
 */
public record Option<T>(
    ConfigOption<T> config, String form, OptionRule<? super T> rule, String description) {

  public Option {
    requireNonNull(config);
    requireNonNull(form);
    requireNonNull(rule);
    requireNonNull(description);
  }

  /** A duration such as {@code 10 s}. */
  public static Option<Duration> duration(
      String key, Duration byDefault, OptionRule<? super Duration> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).durationType().defaultValue(byDefault),
        "a duration such as 500 ms, 10 s or 7 d",
        rule,
        description);
  }

  /** An amount of memory such as {@code 64 mb}. */
  public static Option<MemorySize> size(
      String key, MemorySize byDefault, OptionRule<? super MemorySize> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).memoryType().defaultValue(byDefault),
        "a size such as 512 kb or 64 mb",
        rule,
        description);
  }

  /** A whole number. */
  public static Option<Integer> integer(
      String key, int byDefault, OptionRule<? super Integer> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).intType().defaultValue(byDefault),
        "a whole number",
        rule,
        description);
  }

  /** A number. */
  public static Option<Double> number(
      String key, double byDefault, OptionRule<? super Double> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).doubleType().defaultValue(byDefault), "a number", rule, description);
  }

  /** A text with a default. */
  public static Option<String> text(
      String key, String byDefault, OptionRule<? super String> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).stringType().defaultValue(byDefault), "a text", rule, description);
  }

  /** A text that has to be given. */
  public static Option<String> requiredText(
      String key, OptionRule<? super String> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).stringType().noDefaultValue(),
        "a text, required",
        rule,
        description);
  }

  /** A text that may be left out. Read it with {@link OptionReader#readOptional}. */
  public static Option<String> optionalText(
      String key, OptionRule<? super String> rule, String description) {
    return new Option<>(
        ConfigOptions.key(key).stringType().noDefaultValue(),
        "a text, may be left out",
        rule,
        description);
  }

  /** One of the constants of an enum, in lower case with hyphens or as declared. */
  public static <E extends Enum<E>> Option<E> choice(
      String key, Class<E> type, E byDefault, String description) {
    String choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .collect(Collectors.joining(", ", "one of ", ""));
    return new Option<>(
        ConfigOptions.key(key).enumType(type).defaultValue(byDefault),
        choices,
        OptionRule.any(),
        description);
  }

  public String key() {
    return config.key();
  }

  Optional<T> byDefault() {
    return Optional.ofNullable(config.defaultValue());
  }
}
