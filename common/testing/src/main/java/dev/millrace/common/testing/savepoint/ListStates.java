package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.runtime.state.OperatorBackendSerializationProxy;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot.CommonSerializerKeys;

/** The lists without keys that one subtask of a step left in a savepoint. */
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
      return described(in).stream()
          .map(state -> new KeptState(step, state.getName(), Optional.empty(), value(state)))
          .toList();
    }
  }

  @Override
  public List<StateEntry> entries() throws IOException {
    List<StateEntry> entries = new ArrayList<>();
    try (FSDataInputStream in = handle.openInputStream()) {
      for (StateMetaInfoSnapshot state : described(in)) {
        TypeSerializer<?> serializer = value(state).restoreSerializer();
        for (long offset :
            handle.getStateNameToPartitionOffsets().get(state.getName()).getOffsets()) {
          in.seek(offset);
          Object value =
              StoredStates.read(
                  step,
                  state.getName(),
                  () -> serializer.deserialize(new DataInputViewStreamWrapper(in)));
          entries.add(new StateEntry(step, state.getName(), null, null, PlainJson.of(value)));
        }
      }
    }
    return entries;
  }

  private List<StateMetaInfoSnapshot> described(FSDataInputStream in) throws IOException {
    OperatorBackendSerializationProxy description = new OperatorBackendSerializationProxy(loader);
    description.read(new DataInputViewStreamWrapper(in));
    if (!description.getBroadcastStateMetaInfoSnapshots().isEmpty()) {
      throw new UnsupportedOperationException(
          "step %s: broadcast state cannot be shown yet: extend ListStates".formatted(step));
    }
    return description.getOperatorStateMetaInfoSnapshots();
  }

  private static TypeSerializerSnapshot<?> value(StateMetaInfoSnapshot state) {
    return state.getTypeSerializerSnapshot(CommonSerializerKeys.VALUE_SERIALIZER);
  }
}
