package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.SchemaPlaces.Place;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * What gives the bytes of a field their meaning and may therefore not differ between two versions,
 * although Avro would read them without a word.
 */
enum SchemaMeaning {
  /** Avro looks at the last part of a name only; the jobs' decoders at all of it. */
  NAMESPACE("the namespace of the type must stay, but is %s in %s and %s in %s") {
    @Override
    void collect(Place place, Map<String, String> found) {
      switch (place.schema().getType()) {
        case RECORD, ENUM, FIXED ->
            found.put(
                place.path(), Objects.requireNonNullElse(place.schema().getNamespace(), "none"));
        default -> {}
      }
    }
  },
  /** Otherwise microseconds would be read as milliseconds. */
  LOGICAL_TYPE("the logical type must stay, but is %s in %s and %s in %s") {
    @Override
    void collect(Place place, Map<String, String> found) {
      switch (place.schema().getType()) {
        case RECORD, ARRAY, MAP, UNION, ENUM, NULL -> {}
        default -> found.put(place.path(), text(place.schema().getLogicalType()));
      }
    }
  },
  /** Avro reads a text as bytes and bytes as a text, which they need not be. */
  TEXT_OR_BYTES("the type must stay, but is %s in %s and %s in %s") {
    @Override
    void collect(Place place, Map<String, String> found) {
      switch (place.schema().getType()) {
        case STRING, BYTES -> found.put(place.path(), place.schema().getType().getName());
        default -> {}
      }
    }
  },
  /** Otherwise two readers would see two values where a third version wrote none. */
  DEFAULT(
      "the default must stay, but is %s in %s and %s in %s: their readers would see different values in the same bytes") {
    @Override
    void collect(Place place, Map<String, String> found) {
      if (place.schema().getType() == Schema.Type.RECORD && !place.inItself()) {
        for (Schema.Field field : place.schema().getFields()) {
          if (field.hasDefaultValue()) {
            found.put(place.pathOf(field), text(field.defaultVal()));
          }
        }
      }
    }
  },
  /** The same, for a symbol that both readers do not know. */
  ENUM_DEFAULT(
      "the default of the enum must stay, but is %s in %s and %s in %s: their readers would see different values in the same bytes") {
    @Override
    void collect(Place place, Map<String, String> found) {
      if (place.schema().getType() == Schema.Type.ENUM && place.schema().getEnumDefault() != null) {
        found.put(place.path(), place.schema().getEnumDefault());
      }
    }
  };

  private final String rule;

  SchemaMeaning(String rule) {
    this.rule = requireNonNull(rule);
  }

  /** The rule with what was found in two versions. */
  String broken(String one, String oneName, String other, String otherName) {
    return rule.formatted(one, oneName, other, otherName);
  }

  /** This meaning at each path that has one, as text. */
  Map<String, String> in(List<Place> places) {
    Map<String, String> found = new TreeMap<>();
    places.forEach(place -> collect(place, found));
    return found;
  }

  abstract void collect(Place place, Map<String, String> found);

  private static String text(LogicalType type) {
    if (type instanceof LogicalTypes.Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    return type == null ? "none" : type.getName();
  }

  private static String text(Object value) {
    if (value == JsonProperties.NULL_VALUE) {
      return "null";
    }
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }
}
