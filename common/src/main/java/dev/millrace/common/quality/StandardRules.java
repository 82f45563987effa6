package dev.millrace.common.quality;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Rules that records of every kind need. A null is an absent value and obeys all of them. */
public final class StandardRules {
  private static final int LONGEST_ID = 128;

  /** What an id must be, in words that follow "must be". */
  public static final String ID_TEXT =
      "1 to %d characters, none of them a control character, not blank".formatted(LONGEST_ID);

  private static final Pattern MERCHANT_CATEGORY = Pattern.compile("[0-9]{4}");
  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private StandardRules() {}

  /** Reads a field of a known type. */
  @FunctionalInterface
  public interface Of<T, V> extends Function<T, V>, Serializable {}

  /** An id: 1 to 128 characters that can be seen, reason {@code FIELD-invalid}. */
  public static <T> Rule<T> id(String field, Of<T, String> value) {
    return rule(
        field + ".id",
        field.replace('_', '-') + "-invalid",
        field,
        ID_TEXT,
        value,
        StandardRules::isId);
  }

  /**
   * A token that stands for a card, reason {@code card-number}: refuses a card's own number and
   * keeps it out of the dead letter.
   */
  public static <T> Rule<T> cardToken(String field, Of<T, String> value) {
    return new Rule<>(
        field + ".token",
        "card-number",
        field,
        "a token, not a card number",
        value::apply,
        (record, now) -> {
          String token = value.apply(record);
          return token == null || !CardNumbers.isCardNumber(token);
        },
        Rule.Exposure.MASKED);
  }

  /** A number of at least {@code low}. */
  public static <T> Rule<T> atLeast(long low, String field, String reason, Of<T, Long> value) {
    return rule(field + ".range", reason, field, "at least " + low, value, number -> number >= low);
  }

  /** An ISO 4217 code, reason {@code FIELD-unknown}. */
  public static <T> Rule<T> currency(String field, Of<T, String> value) {
    return rule(
        field + ".iso-4217",
        field.replace('_', '-') + "-unknown",
        field,
        "an ISO 4217 code",
        value,
        CURRENCIES::contains);
  }

  /** An ISO 3166-1 code of two letters, reason {@code FIELD-unknown}. */
  public static <T> Rule<T> country(String field, Of<T, String> value) {
    return rule(
        field + ".iso-3166-1",
        field.replace('_', '-') + "-unknown",
        field,
        "an ISO 3166-1 code of two letters",
        value,
        COUNTRIES::contains);
  }

  /** A merchant category code, reason {@code FIELD-invalid}. */
  public static <T> Rule<T> merchantCategory(String field, Of<T, String> value) {
    return rule(
        field + ".iso-18245",
        field.replace('_', '-') + "-invalid",
        field,
        "an ISO 18245 code of four digits",
        value,
        code -> MERCHANT_CATEGORY.matcher(code).matches());
  }

  /** Two fields of which neither means anything without the other. */
  public static <T> Rule<T> together(
      String reason, String field, Of<T, ?> value, String other, Of<T, ?> otherValue) {
    return new Rule<>(
        field + ".together",
        reason,
        field,
        "set together with " + other,
        value::apply,
        (record, now) -> (value.apply(record) == null) == (otherValue.apply(record) == null));
  }

  /**
   * A time that is not ahead of the job's clock, reason {@code FIELD-in-future}.
   *
   * @param tolerance how far the sender's clock may be ahead
   */
  public static <T> Rule<T> notInFuture(String field, Of<T, Instant> time, Duration tolerance) {
    long toleranceMs = tolerance.toMillis();
    return new Rule<>(
        field + ".not-in-future",
        field.replace('_', '-') + "-in-future",
        field,
        "at most %s ahead of the job's clock".formatted(text(tolerance)),
        time::apply,
        (record, now) -> {
          Instant at = time.apply(record);
          return at == null || at.toEpochMilli() <= now + toleranceMs;
        });
  }

  /**
   * A time that is not before all the job looks at, reason {@code FIELD-too-old}.
   *
   * @param horizon how far it may be behind the job's clock
   */
  public static <T> Rule<T> notBefore(String field, Of<T, Instant> time, Duration horizon) {
    long horizonMs = horizon.toMillis();
    return new Rule<>(
        field + ".not-before-horizon",
        field.replace('_', '-') + "-too-old",
        field,
        "at most %s behind the job's clock".formatted(text(horizon)),
        time::apply,
        (record, now) -> {
          Instant at = time.apply(record);
          return at == null || at.toEpochMilli() >= now - horizonMs;
        });
  }

  private static <T, V> Rule<T> rule(
      String id, String reason, String field, String text, Of<T, V> value, Holds<V> holds) {
    return new Rule<>(
        id,
        reason,
        field,
        text,
        value::apply,
        (record, now) -> {
          V present = value.apply(record);
          return present == null || holds.of(present);
        });
  }

  @FunctionalInterface
  private interface Holds<V> extends Serializable {
    boolean of(V value);
  }

  /** Whether a text is {@link #ID_TEXT}. */
  public static boolean isId(String id) {
    return id.length() <= LONGEST_ID && !id.isBlank() && !holdsControlCharacter(id);
  }

  /** Without a stream: each record is asked several times. */
  private static boolean holdsControlCharacter(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isISOControl(id.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** In the largest unit that leaves no rest. */
  private static String text(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % Duration.ofDays(1).toSeconds() == 0) {
      return duration.toDays() + " days";
    }
    if (seconds > 0 && seconds % Duration.ofMinutes(1).toSeconds() == 0) {
      return duration.toMinutes() + " minutes";
    }
    return duration.toMillis() % 1000 == 0 ? seconds + " seconds" : duration.toMillis() + " ms";
  }
}
