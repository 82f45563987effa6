package dev.millrace.common.testing.savepoint;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * What keeps a job from going on from a savepoint, each in a line that names the step, the state
 * and the reason. Flink names none of the three, and where a name has changed it starts with empty
 * state without a word.
 */
public final class StateConflicts {

  private StateConflicts() {}

  /**
   * The conflicts between a savepoint and a job.
   *
   * @param before the states in the savepoint
   * @param today the states that the job keeps now
   */
  public static List<String> between(Collection<KeptState> before, Collection<KeptState> today) {
    Map<String, Map<String, KeptState>> steps =
        today.stream()
            .collect(
                Collectors.groupingBy(
                    KeptState::step, toMap(KeptState::name, Function.identity())));
    List<String> conflicts = new ArrayList<>();
    for (KeptState old : before) {
      conflict(old, steps)
          .map(reason -> "step %s, state %s: %s".formatted(old.step(), old.name(), reason))
          .ifPresent(conflicts::add);
    }
    return conflicts;
  }

  private static Optional<String> conflict(
      KeptState old, Map<String, Map<String, KeptState>> steps) {
    Map<String, KeptState> step = steps.get(old.step());
    if (step == null) {
      return Optional.of(
          "no step with state has this uid any more, there are %s".formatted(sorted(steps)));
    }
    KeptState now = step.get(old.name());
    if (now == null) {
      return Optional.of(
          "the step has no state of this name any more, it has %s".formatted(sorted(step)));
    }
    if (old.key().isPresent() != now.key().isPresent()) {
      return Optional.of("was %s, is %s".formatted(old.type(), now.type()));
    }
    return old.key()
        .filter(key -> !canStay(key, now.key().orElseThrow()))
        .map(key -> "the key " + reason(key, now.key().orElseThrow()))
        .or(
            () ->
                canBeRead(old.value(), now.value())
                    ? Optional.empty()
                    : Optional.of(reason(old.value(), now.value())));
  }

  private static List<String> sorted(Map<String, ?> named) {
    return named.keySet().stream().sorted().toList();
  }

  private static String reason(TypeSerializerSnapshot<?> old, TypeSerializerSnapshot<?> now) {
    List<String> conflicts = StateType.of(old).conflicts(StateType.of(now));
    return conflicts.isEmpty()
        ? "was %s, is %s".formatted(StateType.of(old), StateType.of(now))
        : String.join("; ", conflicts);
  }

  private static boolean canBeRead(TypeSerializerSnapshot<?> old, TypeSerializerSnapshot<?> now) {
    return !compatibility(old, now).isIncompatible();
  }

  /** Keys cannot be migrated: they decide which task holds them. */
  private static boolean canStay(TypeSerializerSnapshot<?> old, TypeSerializerSnapshot<?> now) {
    return canBeRead(old, now) && !compatibility(old, now).isCompatibleAfterMigration();
  }

  private static TypeSerializerSchemaCompatibility<?> compatibility(
      TypeSerializerSnapshot<?> old, TypeSerializerSnapshot<?> now) {
    return resolved(StateType.withoutTimeToLive(old), StateType.withoutTimeToLive(now));
  }

  @SuppressWarnings("unchecked") // a snapshot takes any other and says whether they fit
  private static <T> TypeSerializerSchemaCompatibility<T> resolved(
      TypeSerializerSnapshot<?> old, TypeSerializerSnapshot<T> now) {
    return now.resolveSchemaCompatibility((TypeSerializerSnapshot<T>) old);
  }
}
