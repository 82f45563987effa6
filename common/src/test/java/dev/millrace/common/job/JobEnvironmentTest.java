package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.JobOptions.StateBackend;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {
  private static final Configuration FLINK =
      JobEnvironment.configuration(options(StateBackend.HEAP));

  @Test
  void takesOverTheOptions() {
    assertThat(FLINK.get(PipelineOptions.NAME)).isEqualTo("a-job");
    assertThat(FLINK.get(CoreOptions.DEFAULT_PARALLELISM)).isEqualTo(3);
    assertThat(FLINK.get(PipelineOptions.MAX_PARALLELISM)).isEqualTo(24);
    assertThat(FLINK.get(ExecutionOptions.BUFFER_TIMEOUT)).isEqualTo(Duration.ofMillis(7));
    assertThat(FLINK.get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
        .isEqualTo(Duration.ofSeconds(8));
    assertThat(FLINK.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS))
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(FLINK.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
    assertThat(
            JobEnvironment.configuration(options(StateBackend.ROCKSDB))
                .get(StateBackendOptions.STATE_BACKEND))
        .isEqualTo("rocksdb");
  }

  @Test
  void stateIsExactlyOnceAlignedAndKept() {
    assertThat(FLINK.get(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE))
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
    assertThat(FLINK.get(CheckpointingOptions.ENABLE_UNALIGNED)).isFalse();
    assertThat(FLINK.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION))
        .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThat(FLINK.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER))
        .isEqualTo(Integer.MAX_VALUE);
  }

  /** Otherwise transactions wait for a checkpoint to complete until the broker aborts them. */
  @Test
  void whatWritesInTransactionsRestartsBeforeTheyAreTooOld() {
    Configuration transactional =
        JobEnvironment.configuration(
            options(StateBackend.HEAP), kafka(KafkaOptions.Delivery.TRANSACTIONAL));
    assertThat(transactional.get(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER)).isEqualTo(2);
    assertThat(transactional.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT))
        .isEqualTo(Duration.ofSeconds((900 - 600) / 4 - 8));

    Configuration atLeastOnce =
        JobEnvironment.configuration(
            options(StateBackend.HEAP), kafka(KafkaOptions.Delivery.AT_LEAST_ONCE));
    assertThat(atLeastOnce).isEqualTo(FLINK);
  }

  private static KafkaOptions kafka(KafkaOptions.Delivery delivery) {
    return new KafkaOptions(
        "a-job",
        "nowhere.invalid:9",
        Optional.empty(),
        delivery,
        Duration.ofMinutes(15),
        Duration.ofMinutes(10));
  }

  @Test
  void statesThatHoldMillionsAreFoundAndReadQuickly() {
    Configuration large = JobEnvironment.configuration(options(StateBackend.ROCKSDB));
    assertThat(large.get(ExecutionOptions.SNAPSHOT_COMPRESSION)).isTrue();
    assertThat(large.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isTrue();
    assertThat(large.get(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS)).isTrue();
  }

  @Test
  void checkpointsOfStatesOnTheHeapCostNoMoreThanTheyMust() {
    assertThat(FLINK.get(ExecutionOptions.SNAPSHOT_COMPRESSION)).isFalse();
  }

  @Test
  void restartsForEverWithGrowingDelays() {
    assertThat(FLINK.get(RestartStrategyOptions.RESTART_STRATEGY)).isEqualTo("exponential-delay");
    assertThat(FLINK.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(FLINK.get(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(
            FLINK.get(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aStepWithoutUidIsRefusedWhenTheGraphIsBuilt() {
    StreamExecutionEnvironment env = JobEnvironment.create(options(StateBackend.HEAP));
    env.fromData(1, 2).map(n -> n + 1).name("no uid").sinkTo(new DiscardingSink<>());

    assertThatThrownBy(env::getExecutionPlan)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Auto generated UIDs have been disabled");
  }

  @Test
  void aTypeThatNeedsKryoIsRefused() {
    StreamExecutionEnvironment env = JobEnvironment.create(options(StateBackend.HEAP));

    assertThat(env.getConfig().getSerializerConfig())
        .satisfies(config -> assertThat(config.hasGenericTypesDisabled()).isTrue());
    assertThat(env.getConfig().isObjectReuseEnabled()).isTrue();
  }

  private static JobOptions options(StateBackend stateBackend) {
    return new JobOptions(
        "a-job", 3, 24, Duration.ofSeconds(8), stateBackend, Duration.ofMillis(7));
  }
}
