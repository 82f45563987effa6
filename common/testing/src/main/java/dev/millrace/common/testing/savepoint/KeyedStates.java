package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.MapSerializer;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.CompositeKeySerializationUtils;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedBackendSerializationProxy;
import org.apache.flink.runtime.state.StateSerializerProvider;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.BackendStateType;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonOptionsKeys;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;
import org.apache.flink.runtime.state.restore.FullSnapshotRestoreOperation;
import org.apache.flink.runtime.state.restore.KeyGroup;
import org.apache.flink.runtime.state.restore.KeyGroupEntry;
import org.apache.flink.runtime.state.restore.SavepointRestoreResult;
import org.apache.flink.runtime.state.restore.ThrowingIterator;
import org.apache.flink.runtime.state.ttl.TtlValue;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.util.StateMigrationException;

/**
 * The keyed states that one subtask of a step left in a savepoint of the canonical format, which is
 * the same whatever kept the state.
 */
record KeyedStates(String step, KeyGroupsStateHandle handle, int maxParallelism, ClassLoader loader)
    implements StoredStates {

  KeyedStates {
    requireNonNull(step);
    requireNonNull(handle);
    requireNonNull(loader);
  }

  @Override
  public List<KeptState> states() throws IOException {
    KeyedBackendSerializationProxy<?> described = described();
    return described.getStateMetaInfoSnapshots().stream()
        .map(
            state ->
                new KeptState(
                    step,
                    state.getName(),
                    Optional.of(described.getKeySerializerSnapshot()),
                    state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)))
        .toList();
  }

  @Override
  public List<StateEntry> entries() throws IOException {
    return entries(described().getKeySerializerSnapshot().restoreSerializer());
  }

  private KeyedBackendSerializationProxy<?> described() throws IOException {
    KeyedBackendSerializationProxy<?> description = new KeyedBackendSerializationProxy<>(loader);
    try (FSDataInputStream in = handle.openInputStream()) {
      description.read(new DataInputViewStreamWrapper(in));
    }
    return description;
  }

  private <K> List<StateEntry> entries(TypeSerializer<K> keys) throws IOException {
    List<StateEntry> entries = new ArrayList<>();
    try (ThrowingIterator<SavepointRestoreResult> results =
        new FullSnapshotRestoreOperation<>(
                handle.getKeyGroupRange(),
                loader,
                List.of(handle),
                StateSerializerProvider.fromNewRegisteredSerializer(keys))
            .restore()) {
      while (results.hasNext()) {
        SavepointRestoreResult result = results.next();
        List<Cells<?>> cells =
            result.getStateMetaInfoSnapshots().stream()
                .<Cells<?>>map(state -> new Cells<>(step, maxParallelism, keys, state))
                .toList();
        try (ThrowingIterator<KeyGroup> groups = result.getRestoredKeyGroups()) {
          while (groups.hasNext()) {
            addAll(groups.next(), cells, entries);
          }
        }
      }
    } catch (StateMigrationException e) {
      throw new IllegalStateException("cannot happen: the keys are read as they were written", e);
    }
    return entries;
  }

  private static void addAll(KeyGroup group, List<Cells<?>> cells, List<StateEntry> entries)
      throws IOException, StateMigrationException {
    try (ThrowingIterator<KeyGroupEntry> each = group.getKeyGroupEntries()) {
      while (each.hasNext()) {
        KeyGroupEntry entry = each.next();
        entries.add(cells.get(entry.getKvStateId()).entry(entry));
      }
    }
  }

  /** How the entries of one state are written. */
  private record Cells<K>(
      String step, int maxParallelism, TypeSerializer<K> keys, StateMetaInfoSnapshot state) {

    StateEntry entry(KeyGroupEntry entry) {
      return StoredStates.read(
          step,
          state.getName(),
          () ->
              state.getBackendStateType() == BackendStateType.PRIORITY_QUEUE
                  ? timer(entry)
                  : valueOrMapEntry(entry));
    }

    /** A timer is all key; its value is the time at which it fires. */
    private StateEntry timer(KeyGroupEntry entry) throws IOException {
      DataInputDeserializer key = new DataInputDeserializer(entry.getKey());
      skipKeyGroup(key);
      InternalTimer<?, ?> timer = (InternalTimer<?, ?>) values().deserialize(key);
      return new StateEntry(
          step,
          state.getName(),
          PlainJson.of(timer.getKey()),
          null,
          PlainJson.of(timer.getTimestamp()));
    }

    private StateEntry valueOrMapEntry(KeyGroupEntry entry) throws IOException {
      return switch (StateDescriptor.Type.valueOf(
          state.getOption(CommonOptionsKeys.KEYED_STATE_TYPE))) {
        case VALUE -> value(entry);
        case MAP -> mapEntry(entry);
        default ->
            throw new UnsupportedOperationException(
                "only single values, maps and timers can be shown yet: extend KeyedStates");
      };
    }

    private StateEntry value(KeyGroupEntry entry) throws IOException {
      return new StateEntry(
          step,
          state.getName(),
          PlainJson.of(key(new DataInputDeserializer(entry.getKey()))),
          null,
          shown(values().deserialize(new DataInputDeserializer(entry.getValue()))));
    }

    private StateEntry mapEntry(KeyGroupEntry entry) throws IOException {
      MapSerializer<?, ?> map = (MapSerializer<?, ?>) values();
      DataInputDeserializer key = new DataInputDeserializer(entry.getKey());
      DataInputDeserializer value = new DataInputDeserializer(entry.getValue());
      K mapKey = key(key);
      Object inMap = map.getKeySerializer().deserialize(key);
      Object found = value.readBoolean() ? null : map.getValueSerializer().deserialize(value);
      return new StateEntry(
          step, state.getName(), PlainJson.of(mapKey), PlainJson.of(inMap), shown(found));
    }

    /** The key, from between the number of its group and what follows. */
    private K key(DataInputDeserializer bytes) throws IOException {
      TypeSerializer<?> namespaces =
          state
              .getTypeSerializerSnapshot(CommonSerializerKeys.NAMESPACE_SERIALIZER)
              .restoreSerializer();
      boolean ambiguous = CompositeKeySerializationUtils.isAmbiguousKeyPossible(keys, namespaces);
      skipKeyGroup(bytes);
      K key = CompositeKeySerializationUtils.readKey(keys, bytes, ambiguous);
      CompositeKeySerializationUtils.readNamespace(namespaces, bytes, ambiguous);
      return key;
    }

    private void skipKeyGroup(DataInputDeserializer bytes) throws IOException {
      CompositeKeySerializationUtils.readKeyGroup(
          CompositeKeySerializationUtils.computeRequiredBytesInKeyGroupPrefix(maxParallelism),
          bytes);
    }

    private TypeSerializer<?> values() {
      return state
          .getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER)
          .restoreSerializer();
    }

    private static JsonNode shown(Object value) {
      return PlainJson.of(value instanceof TtlValue<?> timed ? timed.getUserValue() : value);
    }
  }
}
