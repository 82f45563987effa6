package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.millrace.common.contract.SchemaPlaces.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * What a schema must be like to be released, and how the versions of a record may differ. Every
 * version must read what every other one wrote, older or newer, because a topic holds many at once,
 * and a replay or a rollback meets them in any order.
 */
public final class EvolutionRules {
  private static final Pattern FIELD_NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final String NAMESPACE = "dev.millrace.";

  private EvolutionRules() {}

  /**
   * One version of a record.
   *
   * @param record folder of its versions, for example {@code fraud-decision}
   * @param number from 1
   * @param schema what the version's file holds
   */
  public record Version(String record, int number, Schema schema) {
    public Version {
      requireNonNull(record);
      requireNonNull(schema);
      if (number < 1) {
        throw new IllegalArgumentException(
            "version of %s must be at least 1, not %d".formatted(record, number));
      }
    }

    private String name() {
      return "v" + number;
    }
  }

  /**
   * A rule that is broken.
   *
   * @param record folder of the record
   * @param versions the version or the two versions that break it, for example {@code v1, v2}
   * @param path the field, for example {@code source.offset}; empty for the record itself
   * @param rule a sentence: the rule and what was found
   */
  public record Breach(String record, String versions, String path, String rule) {
    public Breach {
      requireNonNull(record);
      requireNonNull(versions);
      requireNonNull(path);
      requireNonNull(rule);
    }

    /** One line for a person. */
    @Override
    public String toString() {
      return path.isEmpty()
          ? "%s %s: %s".formatted(record, versions, rule)
          : "%s %s: field %s: %s".formatted(record, versions, path, rule);
    }
  }

  /** The rules broken by the versions of one record: by each alone, and by each two together. */
  public static List<Breach> check(List<Version> versions) {
    List<Breach> breaches = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      breaches.addAll(checkAlone(versions.get(i)));
      for (int j = i + 1; j < versions.size(); j++) {
        breaches.addAll(checkTogether(versions.get(i), versions.get(j)));
      }
    }
    return List.copyOf(breaches);
  }

  /**
   * The rules broken between records: a type of one name, such as {@code Source}, is one Java
   * class, so it must be the same in the newest version of every record that holds it.
   *
   * @param newest the newest version of each record
   */
  public static List<Breach> checkSharedTypes(List<Version> newest) {
    Map<String, Version> owners = new HashMap<>();
    Map<String, Schema> types = new HashMap<>();
    List<Breach> breaches = new ArrayList<>();
    for (Version version : newest) {
      for (Place place : SchemaPlaces.of(version.schema())) {
        Schema type = place.schema();
        if (!isNamed(type)) {
          continue;
        }
        Schema other = types.putIfAbsent(type.getFullName(), type);
        Version owner = owners.putIfAbsent(type.getFullName(), version);
        if (other != null && !other.toString().equals(type.toString())) {
          breaches.add(
              new Breach(
                  version.record(),
                  version.name(),
                  "",
                  "type %s must be the same wherever it is used, but differs from that of %s %s"
                      .formatted(type.getFullName(), owner.record(), owner.name())));
        }
      }
    }
    return List.copyOf(breaches);
  }

  private static List<Breach> checkAlone(Version version) {
    List<Breach> breaches = new ArrayList<>();
    Schema schema = version.schema();
    String expected = className(version.record());
    if (schema.getType() != Schema.Type.RECORD || !schema.getName().equals(expected)) {
      breaches.add(
          breach(
              version,
              "",
              "must be a record named as its folder, %s, not %s"
                  .formatted(
                      expected,
                      schema.getType() == Schema.Type.RECORD
                          ? schema.getName()
                          : schema.getType())));
      return breaches;
    }
    if (schema.getNamespace() == null || !schema.getNamespace().startsWith(NAMESPACE)) {
      breaches.add(
          breach(
              version,
              "",
              "namespace must start with %s, not be %s"
                  .formatted(NAMESPACE, schema.getNamespace())));
    }
    Set<String> seen = new HashSet<>();
    for (Place place : SchemaPlaces.of(schema)) {
      checkPlace(version, place, breaches);
      if (place.schema().getType() == Schema.Type.RECORD
          && seen.add(place.schema().getFullName())) {
        checkRecord(version, place, breaches);
      }
    }
    return breaches;
  }

  private static void checkPlace(Version version, Place place, List<Breach> breaches) {
    Schema type = place.schema();
    if (place.inItself()) {
      breaches.add(
          breach(
              version,
              place.path(),
              "record %s must not hold itself: a value could be nested without a bound"
                  .formatted(type.getName())));
    }
    if (type.getType() == Schema.Type.ENUM && type.getEnumDefault() == null) {
      breaches.add(
          breach(
              version,
              place.path(),
              "enum %s must have a default, which a reader takes for symbols it does not know"
                  .formatted(type.getName())));
    }
    if (isNamed(type) && !place.inItself() && !type.getAliases().isEmpty()) {
      breaches.add(
          breach(
              version,
              place.path(),
              "type %s must have no aliases, but has %s: readers of older versions do not know them"
                  .formatted(type.getName(), sorted(type.getAliases()))));
    }
  }

  private static void checkRecord(Version version, Place place, List<Breach> breaches) {
    Schema schema = place.schema();
    if (isBlank(schema.getDoc())) {
      breaches.add(
          breach(version, place.path(), "record %s must have a doc".formatted(schema.getName())));
    }
    for (Schema.Field field : schema.getFields()) {
      String name = place.pathOf(field);
      if (isBlank(field.doc())) {
        breaches.add(breach(version, name, "must have a doc: meaning, unit, range"));
      }
      if (!FIELD_NAME.matcher(field.name()).matches()) {
        breaches.add(
            breach(version, name, "name must be lower case words joined by _: it names a column"));
      }
      if (!field.aliases().isEmpty()) {
        breaches.add(
            breach(
                version,
                name,
                "must have no aliases, but has %s: readers of older versions do not know the new name, and read their default"
                    .formatted(sorted(field.aliases()))));
      }
    }
  }

  private static List<Breach> checkTogether(Version one, Version other) {
    List<Breach> breaches = new ArrayList<>();
    breaches.addAll(unreadable(one, other));
    breaches.addAll(unreadable(other, one));
    Set<String> unreadable = breaches.stream().map(Breach::path).collect(toSet());
    for (Breach breach : misread(one, other)) {
      // A field of another type may have another default: it is broken already.
      if (!unreadable.contains(breach.path())) {
        breaches.add(breach);
      }
    }
    return breaches;
  }

  private static List<Breach> unreadable(Version reader, Version writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader.schema(), writer.schema())
        .getResult()
        .getIncompatibilities()
        .stream()
        .map(
            found ->
                new Breach(
                    reader.record(),
                    both(reader, writer),
                    path(reader.schema(), found.getLocation()),
                    "%s must read what %s wrote, but %s"
                        .formatted(reader.name(), writer.name(), reason(found))))
        .toList();
  }

  private static String reason(Incompatibility found) {
    return switch (found.getType()) {
      case NAME_MISMATCH -> "the name changed: " + found.getMessage();
      case FIXED_SIZE_MISMATCH -> "the fixed size changed: " + found.getMessage();
      case MISSING_ENUM_SYMBOLS ->
          "symbols are missing and the enum has no default: " + found.getMessage();
      case READER_FIELD_MISSING_DEFAULT_VALUE ->
          "the field exists only in the reader and has no default";
      case TYPE_MISMATCH -> "the types do not match: " + found.getMessage();
      case MISSING_UNION_BRANCH -> "a branch of the union is missing: " + found.getMessage();
    };
  }

  /** What Avro reads without a word, but as another value. */
  private static List<Breach> misread(Version one, Version other) {
    List<Place> before = SchemaPlaces.of(one.schema());
    List<Place> after = SchemaPlaces.of(other.schema());
    List<Breach> breaches = new ArrayList<>();
    for (SchemaMeaning meaning : SchemaMeaning.values()) {
      Map<String, String> now = meaning.in(after);
      meaning
          .in(before)
          .forEach(
              (path, was) -> {
                String is = now.getOrDefault(path, was);
                if (!is.equals(was)) {
                  breaches.add(
                      new Breach(
                          one.record(),
                          both(one, other),
                          path,
                          meaning.broken(was, one.name(), is, other.name())));
                }
              });
    }
    return breaches;
  }

  /** Turns Avro's pointer into the schema, {@code /fields/11/type/fields/2}, into field names. */
  private static String path(Schema schema, String pointer) {
    StringBuilder path = new StringBuilder();
    Schema current = schema;
    for (String step : List.of(pointer.split("/", -1))) {
      if (step.equals("items") && current.getType() == Schema.Type.ARRAY) {
        path.append("[]");
        current = current.getElementType();
      } else if (step.equals("values") && current.getType() == Schema.Type.MAP) {
        path.append("{}");
        current = current.getValueType();
      } else if (step.matches("\\d+")) {
        int index = Integer.parseInt(step);
        if (current.getType() == Schema.Type.RECORD) {
          Schema.Field field = current.getFields().get(index);
          path.append(path.isEmpty() ? "" : ".").append(field.name());
          current = field.schema();
        } else if (current.getType() == Schema.Type.UNION) {
          current = current.getTypes().get(index);
        }
      }
    }
    return path.toString();
  }

  /** {@code fraud-decision} becomes {@code FraudDecision}. */
  private static String className(String record) {
    return Stream.of(record.split("-", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(joining());
  }

  private static Breach breach(Version version, String path, String rule) {
    return new Breach(version.record(), version.name(), path, rule);
  }

  private static String both(Version one, Version other) {
    return one.number() < other.number()
        ? one.name() + ", " + other.name()
        : other.name() + ", " + one.name();
  }

  private static boolean isNamed(Schema type) {
    return switch (type.getType()) {
      case RECORD, ENUM, FIXED -> true;
      default -> false;
    };
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
