package dev.millrace.common.testing.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether state survived a restore: every value is there with what it held. A field that has come
 * or gone since is no difference.
 */
final class StateComparison {

  private StateComparison() {}

  /** The differences, each in a line. */
  static List<String> differences(Collection<StateEntry> before, Collection<StateEntry> today) {
    List<StateEntry> left = new ArrayList<>(today);
    List<StateEntry> missed = new ArrayList<>();
    List<String> differences = new ArrayList<>();
    for (StateEntry old : before) {
      if (!removeSame(old, left)) {
        missed.add(old);
        String now =
            left.stream()
                .filter(entry -> isAt(old, entry))
                .findFirst()
                .map(entry -> "is " + entry.value())
                .orElse("is gone");
        differences.add("%s: was %s, %s".formatted(place(old), old.value(), now));
      }
    }
    left.stream()
        .filter(entry -> missed.stream().noneMatch(old -> isAt(old, entry)))
        .filter(entry -> before.stream().anyMatch(old -> isOfSameState(old, entry)))
        .map(entry -> "%s: was nothing, is %s".formatted(place(entry), entry.value()))
        .forEach(differences::add);
    return differences;
  }

  private static boolean removeSame(StateEntry old, List<StateEntry> left) {
    for (Iterator<StateEntry> each = left.iterator(); each.hasNext(); ) {
      StateEntry entry = each.next();
      if (isAt(old, entry) && holds(old.value(), entry.value())) {
        each.remove();
        return true;
      }
    }
    return false;
  }

  private static boolean isOfSameState(StateEntry one, StateEntry other) {
    return one.step().equals(other.step()) && one.state().equals(other.state());
  }

  private static boolean isAt(StateEntry one, StateEntry other) {
    return isOfSameState(one, other)
        && Objects.equals(one.key(), other.key())
        && Objects.equals(one.entry(), other.entry());
  }

  /** Whether all that both know of is equal. */
  private static boolean holds(JsonNode old, JsonNode now) {
    if (old.isObject() && now.isObject()) {
      for (Map.Entry<String, JsonNode> field : old.properties()) {
        if (now.has(field.getKey()) && !holds(field.getValue(), now.get(field.getKey()))) {
          return false;
        }
      }
      return true;
    }
    if (old.isArray() && now.isArray() && old.size() == now.size()) {
      for (int i = 0; i < old.size(); i++) {
        if (!holds(old.get(i), now.get(i))) {
          return false;
        }
      }
      return true;
    }
    return old.equals(now);
  }

  private static String place(StateEntry entry) {
    return "step %s, state %s%s%s"
        .formatted(
            entry.step(),
            entry.state(),
            Optional.ofNullable(entry.key()).map(key -> ", key " + key).orElse(""),
            Optional.ofNullable(entry.entry()).map(key -> ", entry " + key).orElse(""));
  }
}
