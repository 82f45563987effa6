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
 */
record Difference(String subject, String record, int version, Kind kind) {

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
      if (!there.containsKey(number)) {
        differences.add(new Difference(subject, record, number, Kind.NOT_REGISTERED));
      } else if (!here.containsKey(number)) {
        differences.add(new Difference(subject, record, number, Kind.NOT_IN_FOLDER));
      } else if (!here.get(number).toString().equals(there.get(number).toString())) {
        differences.add(new Difference(subject, record, number, Kind.CHANGED));
      }
    }
    return differences;
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
