package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class SavepointStatesTest {
  private static final int KEY_GROUPS = 200;

  @Test
  void showsValuesMapsAndTimersWhateverKeptThem() throws Exception {
    List<String> shown =
        List.of(
            "{\"step\":\"a\",\"state\":\"_timer_state/processing_user-timers\",\"key\":\"k1\",\"value\":1000}",
            "{\"step\":\"a\",\"state\":\"_timer_state/processing_user-timers\",\"key\":\"key-2\",\"value\":1000}",
            "{\"step\":\"a\",\"state\":\"count\",\"key\":\"k1\",\"value\":2}",
            "{\"step\":\"a\",\"state\":\"count\",\"key\":\"key-2\",\"value\":1}",
            "{\"step\":\"a\",\"state\":\"words\",\"key\":\"k1\",\"entry\":2,\"value\":\"k1\"}",
            "{\"step\":\"a\",\"state\":\"words\",\"key\":\"k1\",\"entry\":1,\"value\":null}",
            "{\"step\":\"a\",\"state\":\"words\",\"key\":\"key-2\",\"entry\":1,\"value\":null}");

    assertThat(shown(new HashMapStateBackend())).containsExactlyInAnyOrderElementsOf(shown);
    assertThat(shown(new EmbeddedRocksDBStateBackend())).containsExactlyInAnyOrderElementsOf(shown);
  }

  @SuppressWarnings("try") // the harness says that closing it may be interrupted
  private static List<String> shown(StateBackend backend) throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new Remember()),
            event -> event,
            Types.STRING,
            KEY_GROUPS,
            1,
            0)) {
      harness.setStateBackend(backend);
      harness.open();
      for (String event : List.of("k1", "k1", "key-2")) {
        harness.processElement(event, 0);
      }
      OperatorSubtaskState savepoint =
          harness
              .snapshotWithLocalState(1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
              .getJobManagerOwnedState();
      return SavepointStates.of(
              "a", savepoint, KEY_GROUPS, SavepointStatesTest.class.getClassLoader())
          .entries()
          .stream()
          .map(PlainJson::text)
          .toList();
    }
  }

  /** Keeps state of each kind. */
  private static final class Remember extends KeyedProcessFunction<String, String, String> {
    private static final long serialVersionUID = 1L;

    private transient ValueState<Integer> count;
    private transient MapState<Integer, String> words;

    @Override
    public void open(OpenContext context) {
      count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
      words =
          getRuntimeContext()
              .getMapState(new MapStateDescriptor<>("words", Types.INT, Types.STRING));
    }

    @Override
    public void processElement(String event, Context context, Collector<String> out)
        throws Exception {
      int seen = count.value() == null ? 1 : count.value() + 1;
      count.update(seen);
      words.put(seen, seen == 1 ? null : event);
      context.timerService().registerProcessingTimeTimer(1_000);
    }
  }
}
