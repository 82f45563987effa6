package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;

/** What is in a savepoint of the canonical format, as today's classes read it. */
public final class SavepointStates {
  private final List<StoredStates> stored;

  private SavepointStates(List<StoredStates> stored) {
    this.stored = requireNonNull(stored);
  }

  /**
   * The states in a savepoint's folder.
   *
   * @throws UncheckedIOException if it is none
   */
  public static SavepointStates in(Path savepoint) {
    Path metadata = savepoint.resolve("_metadata");
    ClassLoader loader = SavepointStates.class.getClassLoader();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
      List<StoredStates> stored = new ArrayList<>();
      for (OperatorState step :
          Checkpoints.loadCheckpointMetadata(in, loader, metadata.toString()).getOperatorStates()) {
        String uid = step.getOperatorUid().orElse(step.getOperatorID().toString());
        for (OperatorSubtaskState subtask : step.getStates()) {
          stored.addAll(stored(uid, subtask, step.getMaxParallelism(), loader));
        }
      }
      return new SavepointStates(stored);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the savepoint " + savepoint, e);
    }
  }

  /**
   * The states of one subtask of one step.
   *
   * @param step uid of the step
   * @param maxParallelism number of its key groups
   * @param loader where the classes are that it is read with
   */
  public static SavepointStates of(
      String step, OperatorSubtaskState subtask, int maxParallelism, ClassLoader loader) {
    return new SavepointStates(stored(step, subtask, maxParallelism, loader));
  }

  private static List<StoredStates> stored(
      String step, OperatorSubtaskState subtask, int maxParallelism, ClassLoader loader) {
    List<StoredStates> stored = new ArrayList<>();
    for (KeyedStateHandle handle : subtask.getManagedKeyedState()) {
      if (!(handle instanceof KeyGroupsStateHandle keyed)) {
        throw new IllegalArgumentException(
            "step %s: not a savepoint of the canonical format, found %s"
                .formatted(step, handle.getClass().getSimpleName()));
      }
      stored.add(new KeyedStates(step, keyed, maxParallelism, loader));
    }
    for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
      stored.add(new ListStates(step, handle, loader));
    }
    return stored;
  }

  /**
   * The states that are there, whatever they hold, ordered by step and name.
   *
   * @throws UnreadableStateException if a class of their types is gone
   */
  public List<KeptState> states() {
    Map<List<String>, KeptState> states = new LinkedHashMap<>();
    for (StoredStates each : stored) {
      try {
        each.states()
            .forEach(state -> states.putIfAbsent(List.of(state.step(), state.name()), state));
      } catch (IOException e) {
        throw new UnreadableStateException("step " + each.step(), e);
      }
    }
    return states.values().stream()
        .sorted(Comparator.comparing(KeptState::step).thenComparing(KeptState::name))
        .toList();
  }

  /**
   * All values, ordered.
   *
   * @throws UnreadableStateException if today's classes cannot read one
   */
  public List<StateEntry> entries() {
    List<StateEntry> entries = new ArrayList<>();
    for (StoredStates each : stored) {
      try {
        entries.addAll(each.entries());
      } catch (IOException e) {
        throw new UnreadableStateException("step " + each.step(), e);
      }
    }
    entries.sort(Comparator.comparing(PlainJson::text));
    return entries;
  }
}
