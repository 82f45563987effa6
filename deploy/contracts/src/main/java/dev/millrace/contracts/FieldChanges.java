package dev.millrace.contracts;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What differs between two schemas, field by field, for a person. */
final class FieldChanges {
  private FieldChanges() {}

  /**
   * One line per field: {@code +} came, {@code -} went, {@code ~} is not what it was. Fields of
   * nested records are named by their path. Empty if all fields are the same, docs included.
   */
  static List<String> between(Schema before, Schema after) {
    Map<String, Schema.Field> old = fields(before);
    Map<String, Schema.Field> now = fields(after);
    List<String> lines = new ArrayList<>();
    old.forEach(
        (path, field) -> {
          if (!now.containsKey(path)) {
            lines.add("- %s: %s".formatted(path, text(field)));
          }
        });
    now.forEach(
        (path, field) -> {
          Schema.Field was = old.get(path);
          if (was == null) {
            lines.add("+ %s: %s".formatted(path, text(field)));
          } else if (!text(was).equals(text(field))) {
            lines.add("~ %s: %s, was %s".formatted(path, text(field), text(was)));
          } else if (!Objects.equals(was.doc(), field.doc())) {
            lines.add("~ %s: other doc".formatted(path));
          }
        });
    return lines;
  }

  private static Map<String, Schema.Field> fields(Schema schema) {
    Map<String, Schema.Field> fields = new LinkedHashMap<>();
    collect("", schema, fields, new LinkedHashSet<>());
    return fields;
  }

  /**
   * @param around names of the records around this type, which it may hold again
   */
  private static void collect(
      String path, Schema schema, Map<String, Schema.Field> fields, Set<String> around) {
    switch (schema.getType()) {
      case RECORD -> {
        if (!around.add(schema.getFullName())) {
          return;
        }
        for (Schema.Field field : schema.getFields()) {
          String name = path.isEmpty() ? field.name() : path + "." + field.name();
          fields.put(name, field);
          collect(name, field.schema(), fields, around);
        }
        around.remove(schema.getFullName());
      }
      case ARRAY -> collect(path + "[]", schema.getElementType(), fields, around);
      case MAP -> collect(path + "{}", schema.getValueType(), fields, around);
      case UNION -> schema.getTypes().forEach(type -> collect(path, type, fields, around));
      default -> {}
    }
  }

  private static String text(Schema.Field field) {
    return field.hasDefaultValue()
        ? "%s, default %s".formatted(text(field.schema()), text(field.defaultVal()))
        : text(field.schema());
  }

  private static String text(Object value) {
    if (value == JsonProperties.NULL_VALUE) {
      return "null";
    }
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  private static String text(Schema schema) {
    return switch (schema.getType()) {
      case UNION -> schema.getTypes().stream().map(FieldChanges::text).collect(joining(" or "));
      case ARRAY -> "array of " + text(schema.getElementType());
      case MAP -> "map of " + text(schema.getValueType());
      case ENUM -> "enum %s %s".formatted(schema.getName(), schema.getEnumSymbols());
      case RECORD, FIXED -> schema.getName();
      default -> simple(schema);
    };
  }

  private static String simple(Schema schema) {
    String name = schema.getType().getName();
    if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
      return "%s decimal(%d,%d)".formatted(name, decimal.getPrecision(), decimal.getScale());
    }
    return schema.getLogicalType() == null
        ? name
        : "%s %s".formatted(name, schema.getLogicalType().getName());
  }
}
