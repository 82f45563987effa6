package dev.millrace.common.quality;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.function.Function;

/**
 * One thing that must be true of a record.
 *
 * @param id names the rule among those of its record, for example {@code amount_minor.range}
 * @param reason short code to count by when it is broken, for example {@code amount-negative};
 *     several rules may share one
 * @param field the field it is about
 * @param text the rule in words that follow "must be"
 * @param value reads the field, for the error text; a collection where several values of it may
 *     break a rule whose values are masked
 * @param check whether a record obeys
 * @param exposure whether the value may be shown
 * @param explanation what more there is to say of a record that breaks it
 */
public record Rule<T>(
    String id,
    String reason,
    String field,
    String text,
    Field<T> value,
    Check<T> check,
    Exposure exposure,
    Explanation<T> explanation)
    implements Serializable {

  public Rule {
    requireNonNull(id);
    requireNonNull(reason);
    requireNonNull(field);
    requireNonNull(text);
    requireNonNull(value);
    requireNonNull(check);
    requireNonNull(exposure);
    requireNonNull(explanation);
  }

  /** A rule that has nothing to say but its text. */
  public Rule(
      String id,
      String reason,
      String field,
      String text,
      Field<T> value,
      Check<T> check,
      Exposure exposure) {
    this(id, reason, field, text, value, check, exposure, record -> "");
  }

  /** A rule about a value that may be shown. */
  public Rule(String id, String reason, String field, String text, Field<T> value, Check<T> check) {
    this(id, reason, field, text, value, check, Exposure.SHOWN);
  }

  /** The same rule, which says of a record that breaks it what exactly is wrong with it. */
  public Rule<T> explained(Explanation<T> explanation) {
    return new Rule<>(id, reason, field, text, value, check, exposure, explanation);
  }

  /** What may become of a value that breaks the rule. */
  public enum Exposure {
    /** It is quoted in the dead letter, which keeps the record as it came. */
    SHOWN,
    /** It is masked in the dead letter, and in the record that the dead letter keeps. */
    MASKED
  }

  /** Reads a field. */
  @FunctionalInterface
  public interface Field<T> extends Function<T, Object>, Serializable {}

  /** Decides about a record. */
  @FunctionalInterface
  public interface Check<T> extends Serializable {

    /**
     * Whether the record obeys the rule.
     *
     * @param now the time, milliseconds since 1970
     */
    boolean holds(T record, long now);
  }

  /**
   * Says what is wrong with a record that breaks the rule; empty if the rule's text says it all.
   */
  @FunctionalInterface
  public interface Explanation<T> extends Function<T, String>, Serializable {}
}
