package dev.millrace.common.state;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** The ways in which the suite's operators keep state. */
enum StateKeeping {
  /** By key with a time to live, on the heap. */
  HEAP {
    @Override
    <T> OneInputStreamOperatorTestHarness<Integer, String> harness(Shape<T> shape)
        throws Exception {
      return keyed(shape, new HashMapStateBackend());
    }
  },
  /** By key with a time to live, in RocksDB. */
  ROCKSDB {
    @Override
    <T> OneInputStreamOperatorTestHarness<Integer, String> harness(Shape<T> shape)
        throws Exception {
      return keyed(shape, new EmbeddedRocksDBStateBackend());
    }
  },
  /** As a list without keys, as the records that wait are kept. */
  LIST {
    @Override
    <T> OneInputStreamOperatorTestHarness<Integer, String> harness(Shape<T> shape)
        throws Exception {
      return new OneInputStreamOperatorTestHarness<>(
          new ProcessOperator<>(new KeepAll<>(shape)), IntSerializer.INSTANCE, environment(shape));
    }
  };

  private static final int KEY = 7;

  abstract <T> OneInputStreamOperatorTestHarness<Integer, String> harness(Shape<T> shape)
      throws Exception;

  /** What an operator with one shape leaves in a savepoint. */
  @SuppressWarnings("try") // the harness says that closing it may be interrupted
  final OperatorSubtaskState savepoint(Shape<?> shape) throws Exception {
    try (OneInputStreamOperatorTestHarness<Integer, String> harness = harness(shape)) {
      harness.open();
      harness.processElement(KEY, 0);
      return harness
          .snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
          .getJobManagerOwnedState();
    }
  }

  /** What an operator with another shape finds there. */
  @SuppressWarnings("try") // the harness says that closing it may be interrupted
  final String restored(OperatorSubtaskState savepoint, Shape<?> shape) throws Exception {
    try (OneInputStreamOperatorTestHarness<Integer, String> harness = harness(shape)) {
      harness.initializeState(savepoint);
      harness.open();
      harness.processElement(KEY, 0);
      return harness.extractOutputValues().get(0);
    }
  }

  private static <T> OneInputStreamOperatorTestHarness<Integer, String> keyed(
      Shape<T> shape, StateBackend backend) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new KeepLast<>(shape)),
            event -> event,
            Types.INT,
            environment(shape));
    harness.setStateBackend(backend);
    return harness;
  }

  private static MockEnvironment environment(Shape<?> shape) {
    return new MockEnvironmentBuilder().setUserCodeClassLoader(shape.loader()).build();
  }
}
