package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.EvolutionRules.Version;
import dev.millrace.common.contract.WireFormat;
import java.util.ArrayList;
import java.util.List;

/** Compares the folder's schemas with those at a registry. */
final class RegistryCheck {
  private final LocalSchemas local;
  private final List<Topic> topics;
  private final Subjects subjects;

  RegistryCheck(LocalSchemas local, List<Topic> topics, Subjects subjects) {
    this.local = requireNonNull(local);
    this.topics = List.copyOf(topics);
    this.subjects = requireNonNull(subjects);
  }

  /** What is not the same here and there, topic by topic. */
  List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    for (Topic topic : topics) {
      String subject = WireFormat.subjectOf(topic.name());
      differences.addAll(
          Difference.between(
              subject,
              topic.record(),
              local.versionsOf(topic.record()),
              subjects.versions(subject)));
    }
    return differences;
  }

  /** What must not be so at the registry, one line each; empty if all is well. */
  List<String> breaches() {
    List<String> breaches = new ArrayList<>();
    for (Difference difference : differences()) {
      if (difference.isBreach()) {
        breaches.add(difference.toString());
      } else {
        refusedByRegistry(difference, breaches);
      }
    }
    return breaches;
  }

  /** Subjects for which the registry itself would let an incompatible version in, one line each. */
  List<String> unguarded() {
    List<String> lines = new ArrayList<>();
    for (Topic topic : topics) {
      String subject = WireFormat.subjectOf(topic.name());
      String level = subjects.compatibility(subject);
      if (!level.equals(Subjects.COMPATIBILITY) && !subjects.versions(subject).isEmpty()) {
        lines.add(
            "%s: compatibility at the registry must be %s, not %s; scripts/schemas register sets it"
                .formatted(subject, Subjects.COMPATIBILITY, level));
      }
    }
    return lines;
  }

  private void refusedByRegistry(Difference difference, List<String> breaches) {
    for (Version version : local.versionsOf(difference.record())) {
      if (version.number() == difference.version()
          && !subjects.accepts(difference.subject(), version.schema())) {
        breaches.add(
            "%s v%d: the registry finds schemas/%s/v%d.avsc incompatible with what is registered"
                .formatted(
                    difference.subject(), version.number(), version.record(), version.number()));
      }
    }
  }
}
