package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Whether a schema can be read at a bounded cost. Avro's readers call themselves for every level of
 * a schema, and unfold a type at every place that names it: a short schema can stand for billions
 * of types, and one that contains itself lets a short value overflow the stack.
 *
 * <p>The walk stops at the first breach, so it costs no more than a schema that is let through.
 */
final class SchemaLimits {

  /** Types in a schema, each counted at every place that names it. */
  static final int MAX_TYPES = 10_000;

  private final DecodeLimits limits;
  private final Set<String> within = new HashSet<>();
  private int types;

  private SchemaLimits(DecodeLimits limits) {
    this.limits = requireNonNull(limits);
  }

  /**
   * Returns if the schema keeps the limits.
   *
   * @param name what to call the schema in the message, for example {@code schema id 7}
   * @throws UndecodableException with reason schema-too-deep, schema-recursive, schema-too-large or
   *     schema-fixed-too-long if not
   */
  static void require(String name, Schema schema, DecodeLimits limits) throws UndecodableException {
    new SchemaLimits(limits).check(name, schema, 1);
  }

  private void check(String name, Schema schema, int level) throws UndecodableException {
    if (++types > MAX_TYPES) {
      throw new UndecodableException(
          "schema-too-large",
          "%s has more than %d types, each counted wherever it is used".formatted(name, MAX_TYPES));
    }
    switch (schema.getType()) {
      case RECORD, ARRAY, MAP, UNION -> checkParts(name, schema, level);
      case FIXED -> {
        if (schema.getFixedSize() > limits.recordBytes()) {
          throw new UndecodableException(
              "schema-fixed-too-long",
              "%s has a fixed %s of %d bytes, a value has at most %d"
                  .formatted(
                      name, schema.getFullName(), schema.getFixedSize(), limits.recordBytes()));
        }
      }
      default -> {}
    }
  }

  private void checkParts(String name, Schema schema, int level) throws UndecodableException {
    if (level > limits.schemaDepth()) {
      throw new UndecodableException(
          "schema-too-deep",
          "%s has more than %d levels of records, arrays, maps and unions within each other"
              .formatted(name, limits.schemaDepth()));
    }
    boolean named = schema.getType() == Schema.Type.RECORD;
    if (named && !within.add(schema.getFullName())) {
      throw new UndecodableException(
          "schema-recursive",
          "%s has a record %s that contains itself".formatted(name, schema.getFullName()));
    }
    for (Schema part : parts(schema)) {
      check(name, part, level + 1);
    }
    if (named) {
      within.remove(schema.getFullName());
    }
  }

  private static List<Schema> parts(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
      case ARRAY -> List.of(schema.getElementType());
      case MAP -> List.of(schema.getValueType());
      default -> schema.getTypes();
    };
  }
}
