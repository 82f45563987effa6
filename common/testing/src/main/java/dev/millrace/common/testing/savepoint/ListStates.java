package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** The lists, and the broadcast maps, that one subtask of a step left in a savepoint. */
record ListStates(String step, OperatorStateHandle handle, ClassLoader loader)
    implements StoredStates {

  ListStates {
    requireNonNull(step);
    requireNonNull(handle);
    requireNonNull(loader);
  }

  @Override
  public List<KeptState> states() throws IOException {
    try (FSDataInputStream in = handle.openInputStream()) {
      OperatorBackendSerializationProxy description = described(in);
      return Stream.concat(
              description.getOperatorStateMetaInfoSnapshots().stream()
                  .map(state -> kept(state, Optional.empty())),
              description.getBroadcastStateMetaInfoSnapshots().stream()
                  .map(state -> kept(state, Optional.of(key(state)))))
          .toList();
    }
  }

  private KeptState kept(StateMetaInfoSnapshot state, Optional<TypeSerializerSnapshot<?>> key) {
    return new KeptState(step, state.getName(), key, value(state));
  }

  @Override
  public List<StateEntry> entries() throws IOException {
    List<StateEntry> entries = new ArrayList<>();
    try (FSDataInputStream in = handle.openInputStream()) {
      OperatorBackendSerializationProxy description = described(in);
      for (StateMetaInfoSnapshot state : description.getOperatorStateMetaInfoSnapshots()) {
        TypeSerializer<?> serializer = value(state).restoreSerializer();
        for (long offset : offsets(state)) {
          in.seek(offset);
          entries.add(entry(state, null, serializer, new DataInputViewStreamWrapper(in)));
        }
      }
      for (StateMetaInfoSnapshot state : description.getBroadcastStateMetaInfoSnapshots()) {
        for (long offset : offsets(state)) {
          in.seek(offset);
          entries.addAll(broadcast(state, new DataInputViewStreamWrapper(in)));
        }
      }
    }
    return entries;
  }

  /** A broadcast state is a map: its size, then keys and values by turns. */
  private List<StateEntry> broadcast(StateMetaInfoSnapshot state, DataInputView in)
      throws IOException {
    TypeSerializer<?> keys = key(state).restoreSerializer();
    TypeSerializer<?> values = value(state).restoreSerializer();
    int size = in.readInt();
    List<StateEntry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Object key = StoredStates.read(step, state.getName(), () -> keys.deserialize(in));
      entries.add(entry(state, PlainJson.of(key), values, in));
    }
    return entries;
  }

  private StateEntry entry(
      StateMetaInfoSnapshot state, JsonNode entry, TypeSerializer<?> serializer, DataInputView in)
      throws IOException {
    Object value = StoredStates.read(step, state.getName(), () -> serializer.deserialize(in));
    return new StateEntry(step, state.getName(), null, entry, PlainJson.of(value));
  }

  private long[] offsets(StateMetaInfoSnapshot state) {
    return handle.getStateNameToPartitionOffsets().get(state.getName()).getOffsets();
  }

  private OperatorBackendSerializationProxy described(FSDataInputStream in) throws IOException {
    OperatorBackendSerializationProxy description = new OperatorBackendSerializationProxy(loader);
    description.read(new DataInputViewStreamWrapper(in));
    return description;
  }

  private static TypeSerializerSnapshot<?> key(StateMetaInfoSnapshot state) {
    return state.getTypeSerializerSnapshot(CommonSerializerKeys.KEY_SERIALIZER);
  }

  private static TypeSerializerSnapshot<?> value(StateMetaInfoSnapshot state) {
    return state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
  }
}
