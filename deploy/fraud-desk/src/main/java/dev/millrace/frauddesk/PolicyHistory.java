package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * What a topic of rules or models holds, in the order in which it came.
 *
 * @param all every record that can be read, refused ones included
 */
record PolicyHistory<T extends SpecificRecordBase>(PolicyKind<T> kind, List<Placed<T>> all) {
  PolicyHistory {
    requireNonNull(kind);
    all = List.copyOf(all);
  }

  /** The records that the job goes by, one of each key, in the order of their keys. */
  Collection<Placed<T>> inForce() {
    TreeMap<String, Placed<T>> current = new TreeMap<>();
    for (Placed<T> placed : all) {
      if (placed.isValid()) {
        // As the job does: of equal numbers the first stays.
        current.merge(
            kind.key(placed.record()),
            placed,
            (one, other) -> number(other) > number(one) ? other : one);
      }
    }
    return current.values();
  }

  /** The record of a key that the job goes by. */
  Optional<Placed<T>> inForce(String key) {
    return inForce().stream().filter(placed -> kind.key(placed.record()).equals(key)).findFirst();
  }

  /** Everything under a key, refused ones included. */
  List<Placed<T>> of(String key) {
    return all.stream().filter(placed -> kind.key(placed.record()).equals(key)).toList();
  }

  /** What the job refuses. */
  List<Placed<T>> refused() {
    return all.stream().filter(placed -> !placed.isValid()).toList();
  }

  private long number(Placed<T> placed) {
    return kind.number(placed.record());
  }
}
