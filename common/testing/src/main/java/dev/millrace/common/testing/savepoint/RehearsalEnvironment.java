package dev.millrace.common.testing.savepoint;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.stream.ListSource;
import dev.millrace.common.testing.stream.SameJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.SinkTransformation;

/**
 * Runs a job as its main class defines it, in this JVM, with lists in place of its topics. All else
 * is the job's own: steps, uids, state, settings.
 */
@SuppressWarnings("try") // Flink says that closing one may be interrupted
final class RehearsalEnvironment extends StreamExecutionEnvironment {
  private final Map<String, List<RawRecord>> records;
  private final ListSource.End end;
  private final Map<String, ListSource<RawRecord>> topics = new TreeMap<>();
  private final SameJvm<Queue<Output>> outputs = SameJvm.of(new ConcurrentLinkedQueue<>());

  /**
   * An environment for one run.
   *
   * @param options of the job
   * @param records what its topics hold at first
   * @param end what comes after it
   * @param from savepoint to go on from
   */
  RehearsalEnvironment(
      JobOptions options, List<TopicRecord> records, ListSource.End end, Optional<Path> from) {
    super(configuration(options, from));
    this.records = records.stream().map(TopicRecord::raw).collect(groupingBy(RawRecord::topic));
    this.end = end;
  }

  private static Configuration configuration(JobOptions options, Optional<Path> from) {
    Configuration flink =
        Configuration.fromMap(JobEnvironment.create(options).getConfiguration().toMap());
    flink.set(DeploymentOptions.TARGET, "local");
    flink.set(DeploymentOptions.ATTACHED, true);
    // A failure is an answer here; the job itself would try again for ever.
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // A job that ends would wait for one more checkpoint.
    flink.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
    // Whether lists are compressed is known to Flink's own classes alone; jobs restore either.
    flink.set(ExecutionOptions.SNAPSHOT_COMPRESSION, false);
    from.ifPresent(path -> flink.set(StateRecoveryOptions.SAVEPOINT_PATH, path.toUri().toString()));
    return flink;
  }

  /** What the job wrote so far, in no order. */
  List<Output> outputs() {
    return List.copyOf(outputs.value());
  }

  /** Whether the job took every record of its topics. */
  boolean everythingIsTaken() {
    return topics.values().stream().allMatch(ListSource::isTaken);
  }

  @Override
  @SuppressWarnings("unchecked") // a job reads its topics as raw records
  public <T> DataStreamSource<T> fromSource(
      Source<T, ?, ?> source,
      WatermarkStrategy<T> watermarks,
      String name,
      TypeInformation<T> type) {
    ListSource<RawRecord> topic = ListSource.topic(records.getOrDefault(name, List.of()), end);
    topics.put(name, topic);
    return (DataStreamSource<T>)
        super.fromSource(topic, (WatermarkStrategy<RawRecord>) watermarks, name, RawRecord.TYPE);
  }

  /**
   * To be called when the job is defined: from then on its outputs go into a list.
   *
   * @throws IllegalStateException if there are records for a topic that it does not read
   */
  void keepOutputs() {
    requireRead(records.keySet());
    transformations.replaceAll(
        step -> step instanceof SinkTransformation<?, ?> sink ? kept(sink) : step);
  }

  /**
   * Further records come into the topics of a job that runs.
   *
   * @throws IllegalStateException if there are records for a topic that it does not read
   */
  void add(List<TopicRecord> more) {
    requireRead(more.stream().map(TopicRecord::topic).collect(toSet()));
    more.forEach(record -> topics.get(record.topic()).add(record.raw()));
  }

  private void requireRead(Set<String> written) {
    Set<String> unread = new TreeSet<>(written);
    unread.removeAll(topics.keySet());
    if (!unread.isEmpty()) {
      throw new IllegalStateException(
          "the scenario has records for %s, the job reads %s".formatted(unread, topics.keySet()));
    }
  }

  private <I, O> SinkTransformation<I, O> kept(SinkTransformation<I, O> sink) {
    SinkTransformation<I, O> kept =
        new SinkTransformation<>(
            sink.getInputStream(),
            new OutputsInMemory<>(sink.getName(), outputs),
            sink.getOutputType(),
            sink.getName(),
            sink.getParallelism(),
            sink.isParallelismConfigured(),
            sink.getSinkOperatorsUidHashes());
    kept.setUid(sink.getUid());
    return kept;
  }
}
