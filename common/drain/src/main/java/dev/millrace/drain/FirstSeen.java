package dev.millrace.drain;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import org.apache.flink.api.common.accumulators.LongMinimum;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Notes when the first of a stream came, in an accumulator; passes all on as they are. */
final class FirstSeen<T> extends RichMapFunction<T, T> {
  private static final long serialVersionUID = 1L;

  /** Of what is read. */
  static final String RECORD = "first-record";

  /** Of what the job makes of it. */
  static final String ANSWER = "first-answer";

  private final String name;
  private final LongMinimum first = new LongMinimum();
  private boolean noted;

  FirstSeen(String name) {
    this.name = requireNonNull(name);
  }

  @Override
  public void open(OpenContext context) {
    getRuntimeContext().addAccumulator(name, first);
  }

  @Override
  public T map(T value) {
    if (!noted) {
      noted = true;
      first.add(Clock.systemUTC().millis());
    }
    return value;
  }
}
