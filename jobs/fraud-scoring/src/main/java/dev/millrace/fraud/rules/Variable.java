package dev.millrace.fraud.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A name that a condition may use.
 *
 * @param type what CEL takes it for
 * @param reading where its value is
 */
record Variable(CelType type, Reading reading) {

  /** Reads a value as CEL wants it. */
  @FunctionalInterface
  interface Reading {
    Object of(Transaction payment, Features features);
  }

  /** What becomes of a field's value that is not null. */
  private record Conversion(CelType type, Function<Object, Object> value) {}

  /**
   * All of them: the fields of a payment by their names in the schema, as it is today, and the
   * figures by their keys.
   */
  static Map<String, Variable> all() {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Schema.Field field : Transaction.getClassSchema().getFields()) {
      field(field).ifPresent(variable -> variables.put(field.name(), variable));
    }
    for (Feature feature : Feature.values()) {
      variables.put(feature.key(), figure(feature));
    }
    return variables;
  }

  private static Variable figure(Feature feature) {
    return new Variable(SimpleType.DOUBLE, (payment, features) -> features.of(feature));
  }

  /** Empty for a field of a kind that has no place in a condition, such as a list. */
  private static Optional<Variable> field(Schema.Field field) {
    int position = field.pos();
    Schema schema = field.schema();
    if (!schema.isUnion()) {
      return conversion(schema)
          .map(
              to ->
                  new Variable(
                      to.type(), (payment, features) -> to.value().apply(payment.get(position))));
    }
    if (!schema.isNullable() || schema.getTypes().size() != 2) {
      return Optional.empty();
    }
    Schema present = schema.getTypes().get(schema.getTypes().get(0).isNullable() ? 1 : 0);
    return conversion(present)
        .map(
            to ->
                new Variable(
                    NullableType.create(to.type()),
                    (payment, features) -> {
                      Object value = payment.get(position);
                      return value == null ? NullValue.NULL_VALUE : to.value().apply(value);
                    }));
  }

  private static Optional<Conversion> conversion(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
          ? Optional.of(new Conversion(SimpleType.TIMESTAMP, Function.identity()))
          : Optional.empty();
    }
    return Optional.ofNullable(
        switch (schema.getType()) {
          case STRING, ENUM -> new Conversion(SimpleType.STRING, Object::toString);
          case INT, LONG -> new Conversion(SimpleType.INT, number -> ((Number) number).longValue());
          case FLOAT, DOUBLE ->
              new Conversion(SimpleType.DOUBLE, number -> ((Number) number).doubleValue());
          case BOOLEAN -> new Conversion(SimpleType.BOOL, Function.identity());
          default -> null;
        });
  }
}
