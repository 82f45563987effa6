package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** Every place in a schema where a type stands, outermost first. */
final class SchemaPlaces {
  private final List<Place> places = new ArrayList<>();

  private SchemaPlaces() {}

  /**
   * A type where it is used.
   *
   * @param path from the outermost record, for example {@code parts[].name}; empty for that record
   *     itself. The branches of a union are at the union's path
   * @param schema the type
   * @param inItself whether a record of the same name is around it; what it holds is then left out
   */
  record Place(String path, Schema schema, boolean inItself) {
    Place {
      requireNonNull(path);
      requireNonNull(schema);
    }

    /** The path of a field of the record at this place. */
    String pathOf(Schema.Field field) {
      return path.isEmpty() ? field.name() : path + "." + field.name();
    }
  }

  static List<Place> of(Schema schema) {
    SchemaPlaces found = new SchemaPlaces();
    found.visit("", schema, new HashSet<>());
    return List.copyOf(found.places);
  }

  /**
   * @param around names of the records around this type
   */
  private void visit(String path, Schema schema, Set<String> around) {
    boolean isRecord = schema.getType() == Schema.Type.RECORD;
    Place place = new Place(path, schema, isRecord && around.contains(schema.getFullName()));
    places.add(place);
    if (place.inItself()) {
      return;
    }
    switch (schema.getType()) {
      case RECORD -> {
        around.add(schema.getFullName());
        schema.getFields().forEach(field -> visit(place.pathOf(field), field.schema(), around));
        around.remove(schema.getFullName());
      }
      case ARRAY -> visit(path + "[]", schema.getElementType(), around);
      case MAP -> visit(path + "{}", schema.getValueType(), around);
      case UNION -> schema.getTypes().forEach(type -> visit(path, type, around));
      default -> {}
    }
  }
}
