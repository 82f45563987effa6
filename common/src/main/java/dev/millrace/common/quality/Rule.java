package dev.millrace.common.quality;

import java.io.Serializable;
import java.util.function.Function;

/**
 * One thing that must be true of a record.
 *
 * @param reason short code to count by when it is not, for example {@code amount-negative}
 * @param field the field it is about
 * @param text the rule in words that follow "must be"
 * @param value reads the field, for the error text
 * @param check whether a record obeys
 */
public record Rule<T>(String reason, String field, String text, Field<T> value, Check<T> check)
    implements Serializable {

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
}
