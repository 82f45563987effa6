package dev.millrace.common.state;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keyed: emits what it finds in its state, and stores what comes. */
final class KeepLast<T> extends KeyedProcessFunction<Integer, Integer, String> {
  private static final long serialVersionUID = 1L;

  private final transient Shape<T> shape;
  private transient ValueState<T> last;

  KeepLast(Shape<T> shape) {
    this.shape = shape;
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<T> descriptor = new ValueStateDescriptor<>("seen", shape.type());
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(Duration.ofDays(1)).build());
    last = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(Integer event, Context context, Collector<String> out)
      throws Exception {
    out.collect(String.valueOf(last.value()));
    last.update(shape.first().apply(event));
  }
}
