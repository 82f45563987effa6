package dev.millrace.common.delivery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Types of columns, each with how a batch of its values travels: as one array parameter, whose
 * elements an expression turns into the column's type.
 */
public enum SqlType {
  TEXT("text", "%s"),
  INTEGER("integer", "%s"),
  BIGINT("bigint", "%s"),
  DOUBLE("float8", "%s"),
  BOOLEAN("boolean", "%s"),
  /** Java type byte[]. */
  BYTEA("bytea", "%s") {
    @Override
    Object[] elements(int size) {
      // The driver takes arrays of bytes in an array of just this type only.
      return new byte[size][];
    }
  },
  /**
   * Java type {@link Instant}; travels as milliseconds since 1970. Seconds and the rest are added
   * one after the other, because the database multiplies intervals in floating point, which has no
   * room for the milliseconds of far years.
   */
  TIMESTAMPTZ(
      "bigint",
      "timestamptz 'epoch' + %1$s / 1000 * interval '1 second' + %1$s %% 1000 * interval '1"
          + " millisecond'") {
    @Override
    Object toElement(Object value) {
      return ((Instant) value).toEpochMilli();
    }
  },
  /** Java type String, a JSON text. */
  JSONB("text", "%s::jsonb"),
  /**
   * Java type List of String; travels as an array literal, because unnest would flatten an array of
   * arrays.
   */
  TEXT_ARRAY("text", "%s::text[]") {
    @Override
    Object toElement(Object value) {
      return ((List<?>) value)
          .stream()
              .map(
                  element ->
                      '"' + element.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"')
              .collect(Collectors.joining(",", "{", "}"));
    }
  };

  private final String elementType;
  private final String expression;

  SqlType(String elementType, String expression) {
    this.elementType = elementType;
    this.expression = expression;
  }

  /** PostgreSQL type of the elements of the array parameter. */
  String elementType() {
    return elementType;
  }

  /** SQL that turns an element into the column's type. */
  String expression(String element) {
    return expression.formatted(element);
  }

  /** Room for the elements of the array parameter. */
  Object[] elements(int size) {
    return new Object[size];
  }

  /** A value, not null, as an element of the array parameter. */
  Object toElement(Object value) {
    return value;
  }
}
