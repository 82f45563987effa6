package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.EvolutionRules.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/**
 * A version that is not the same in the folder and at the registry.
 *
 * @param subject the subject at the registry
 * @param record the folder
 * @param version its number
 * @param changes what it changes, field by field: a version that is not registered against the one
 *     before it, a changed one against what is registered; empty for a first version
 */
record Difference(String subject, String record, int version, Kind kind, List<String> changes) {

  /** What differs. */
  enum Kind {
    NOT_REGISTERED,
    NOT_IN_FOLDER,
    CHANGED
  }

  Difference {
    requireNonNull(subject);
    requireNonNull(record);
    requireNonNull(kind);
    changes = List.copyOf(changes);
  }

  /** The differences of one subject, by version. Documentation counts as well. */
  static List<Difference> between(
      String subject, String record, List<Version> folder, List<RegisteredVersion> registry) {
    Map<Integer, Schema> here =
        folder.stream().collect(Collectors.toMap(Version::number, Version::schema));
    Map<Integer, Schema> there =
        registry.stream()
            .collect(Collectors.toMap(RegisteredVersion::version, RegisteredVersion::schema));
    TreeSet<Integer> numbers = new TreeSet<>(here.keySet());
    numbers.addAll(there.keySet());
    List<Difference> differences = new ArrayList<>();
    for (int number : numbers) {
      Schema file = here.get(number);
      Schema registered = there.get(number);
      if (registered == null) {
        differences.add(
            new Difference(
                subject, record, number, Kind.NOT_REGISTERED, changes(here.get(number - 1), file)));
      } else if (file == null) {
        differences.add(new Difference(subject, record, number, Kind.NOT_IN_FOLDER, List.of()));
      } else if (!file.toString().equals(registered.toString())) {
        differences.add(
            new Difference(subject, record, number, Kind.CHANGED, changes(registered, file)));
      }
    }
    return differences;
  }

  private static List<String> changes(Schema before, Schema after) {
    return before == null ? List.of() : FieldChanges.between(before, after);
  }

  /** Whether the registry holds what the folder does not: what was released has been altered. */
  boolean isBreach() {
    return kind != Kind.NOT_REGISTERED;
  }

  /** One line for a person. */
  @Override
  public String toString() {
    return switch (kind) {
      case NOT_REGISTERED ->
          "%s v%d: not registered; scripts/schemas register adds schemas/%s/v%d.avsc"
              .formatted(subject, version, record, version);
      case NOT_IN_FOLDER ->
          "%s v%d: registered, but schemas/%s/v%d.avsc does not exist"
              .formatted(subject, version, record, version);
      case CHANGED ->
          "%s v%d: registered with other content than schemas/%s/v%d.avsc; a released version never changes"
              .formatted(subject, version, record, version);
    };
  }
}
