package dev.millrace.supplydesk;

import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.console.InProcess;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Elements through operators of the job, in the order of time, on a Flink within this process. */
final class Replay {
  private static final int MAX_PARALLELISM = 128;
  private static final JobOptions ALONE =
      new JobOptions(
          "evaluate",
          1,
          MAX_PARALLELISM,
          Duration.ofHours(1),
          JobOptions.StateBackend.HEAP,
          Duration.ofMillis(100));

  private Replay() {}

  /**
   * What the operators answer.
   *
   * @param elements in the order of time
   * @param time of an element, milliseconds since 1970
   * @param operators from what is replayed to what they answer
   */
  static <I, O> Collection<O> run(
      List<I> elements,
      TypeInformation<I> type,
      ToLongFunction<I> time,
      Function<DataStream<I>, DataStream<O>> operators) {
    StreamExecutionEnvironment env = JobEnvironment.create(ALONE);
    // A bounded job with checkpoints waits for the next one before it ends.
    env.getCheckpointConfig().disableCheckpointing();
    try (InProcess<List<I>> replayed = new InProcess<>(elements);
        InProcess<long[]> times = new InProcess<>(elements.stream().mapToLong(time).toArray());
        InProcess<Collection<O>> answers = new InProcess<>(new ConcurrentLinkedQueue<>())) {
      DataStream<I> source =
          env.fromSource(
                  new DataGeneratorSource<>(new Replayed<>(replayed), elements.size(), type),
                  WatermarkStrategy.<I>forGenerator(any -> new TimeAhead<>(times))
                      .withTimestampAssigner(any -> new TimeAhead.Times<>(times)),
                  "replay")
              .uid("replay");
      operators.apply(source).sinkTo(new Collected<>(answers)).uid("collected").name("collected");
      env.execute();
      return answers.value();
    } catch (Exception e) {
      throw new ToolException("the replay failed: " + e.getMessage(), e);
    }
  }
}
