package dev.millrace.common.job;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The one place where a job's Flink settings are decided, each with its reason. */
public final class JobEnvironment {
  // By name: RocksDB's classes are the cluster's.
  private static final String BLOOM_FILTER = "state.backend.rocksdb.use-bloom-filter";
  private static final String PARTITIONED_INDEX_FILTERS =
      "state.backend.rocksdb.memory.partitioned-index-filters";

  // Machines that fail one after the other are several first failures. A job that cannot run ends
  // sooner than this.
  private static final Duration HEALTHY = Duration.ofSeconds(20);

  private JobEnvironment() {}

  /**
   * An environment for a job with these options, local or on the cluster that the program was
   * submitted to.
   */
  public static StreamExecutionEnvironment create(JobOptions options) {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration(options));
  }

  /** The same for a job that writes to Kafka. */
  public static StreamExecutionEnvironment create(JobOptions options, KafkaOptions kafka) {
    return StreamExecutionEnvironment.getExecutionEnvironment(configuration(options, kafka));
  }

  static Configuration configuration(JobOptions options, KafkaOptions kafka) {
    Configuration flink = configuration(options);
    if (kafka.delivery() == KafkaOptions.Delivery.TRANSACTIONAL) {
      // Nothing is committed while checkpoints fail, and brokers do not wait for ever.
      flink.set(
          CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, KafkaTransactions.TOLERABLE_FAILURES);
      flink.set(
          CheckpointingOptions.CHECKPOINTING_TIMEOUT,
          KafkaTransactions.checkpointTimeout(options.checkpointInterval(), kafka));
    }
    return flink;
  }

  static Configuration configuration(JobOptions options) {
    Configuration flink = new Configuration();
    pipeline(flink, options);
    checkpoints(flink, options);
    restarts(flink);
    return flink;
  }

  private static void pipeline(Configuration flink, JobOptions options) {
    flink.set(PipelineOptions.NAME, options.name());
    flink.set(CoreOptions.DEFAULT_PARALLELISM, options.parallelism());
    flink.set(PipelineOptions.MAX_PARALLELISM, options.maxParallelism());
    // A generated uid changes with the shape of the graph, and state is then lost at an upgrade
    // without a word.
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // Kryo is slow and cannot evolve; with this a type that would need it fails when the graph is
    // built.
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    // No copies between chained operators. Safe because events are never changed after they were
    // emitted.
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, options.bufferTimeout());
  }

  private static void checkpoints(Configuration flink, JobOptions options) {
    flink.set(
        StateBackendOptions.STATE_BACKEND,
        switch (options.stateBackend()) {
          case HEAP -> "hashmap";
          case ROCKSDB -> "rocksdb";
        });
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // Most ids that come were never seen: a filter says so without a look into the files. In parts,
    // filters and indexes leave room for data in the cache: with ten million sessions a job
    // answers several times as much.
    flink.setString(BLOOM_FILTER, "true");
    flink.setString(PARTITIONED_INDEX_FILTERS, "true");
    // A savepoint is then read in blocks: without it Flink reads each entry's length from the file
    // byte by byte. Not with heap state, where each checkpoint is whole and would be compressed.
    flink.set(
        ExecutionOptions.SNAPSHOT_COMPRESSION,
        options.stateBackend() == JobOptions.StateBackend.ROCKSDB);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointInterval());
    flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    // Half the time at least belongs to the payload, however slow the checkpoint storage is.
    flink.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS,
        options.checkpointInterval().dividedBy(2));
    // Aligned: no record is in a checkpoint between the steps, which recommendations counts on; and
    // FLINK-40269 assigns channel state of main and side outputs wrongly at a rescale.
    flink.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    // A checkpoint that fails (full disk, slow storage) costs recovery time; a restart would cost
    // it now.
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    // What a person cancels or loses with its JobManager can be started again from where it was.
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  /**
   * Never gives up: a dependency that is away for a night must not need a person in the morning.
   */
  private static void restarts(Configuration flink) {
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(30));
    flink.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD, HEALTHY);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_JITTER_FACTOR, 0.1);
  }
}
