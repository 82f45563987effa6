package dev.millrace.common.state;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Emits what it finds in its state, and stores what comes, without keys. */
final class KeepAll<T> extends ProcessFunction<Integer, String> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final transient Shape<T> shape;
  private transient ListState<T> all;

  KeepAll(Shape<T> shape) {
    this.shape = shape;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    all =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("seen", shape.type()));
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // Nothing is held back.
  }

  @Override
  public void processElement(Integer event, Context context, Collector<String> out)
      throws Exception {
    for (T each : all.get()) {
      out.collect(each.toString());
    }
    all.update(List.of(shape.first().apply(event)));
  }
}
