package dev.millrace.common.job;

import java.time.Duration;
import java.util.List;

/**
 * What every job can be told about how it runs.
 *
 * @param name name on the dashboard, in metrics and in dead letters
 * @param parallelism subtasks of each operator
 * @param maxParallelism key groups; fixed for the life of the job's state
 * @param checkpointInterval time between the starts of two checkpoints
 * @param stateBackend where keyed state lives
 * @param bufferTimeout how long a record may wait in a network buffer for others
 */
public record JobOptions(
    String name,
    int parallelism,
    int maxParallelism,
    Duration checkpointInterval,
    StateBackend stateBackend,
    Duration bufferTimeout) {

  /** Where keyed state lives. */
  public enum StateBackend {
    /** Java objects: fastest; bounded by the heap. */
    HEAP,
    /** RocksDB on local disk: holds what memory cannot, at several times the cost per event. */
    ROCKSDB
  }

  /** How soon what a job says is needed: decides how long records wait for others by default. */
  public enum Haste {
    /** In milliseconds, somebody waits for it. */
    AT_ONCE(Duration.ofMillis(2)),
    /**
     * Within a second. Every step with a network output has a thread that wakes once per timeout,
     * with or without records: at 2 ms a job of many steps is busy doing nothing.
     */
    SOON(Duration.ofMillis(50));

    @SuppressWarnings("ImmutableEnumChecker") // an option is a record of constants
    private final Option<Duration> bufferTimeout;

    Haste(Duration bufferTimeout) {
      this.bufferTimeout =
          Option.duration(
              "job.buffer-timeout",
              bufferTimeout,
              OptionRule.between(Duration.ofMillis(1), Duration.ofSeconds(1)),
              "How long a record may wait for others between two operators: the price of throughput in latency.");
    }
  }

  private static final Option<Integer> PARALLELISM =
      Option.integer(
          "job.parallelism", 2, OptionRule.between(1, 32_768), "Subtasks of each operator.");

  private static final Option<Integer> MAX_PARALLELISM =
      Option.integer(
          "job.max-parallelism",
          720,
          OptionRule.between(1, 32_768),
          "Key groups: the most subtasks that keyed state can ever be spread over. Cannot change without losing the state."
              + " 720 divides evenly by most parallelisms.");

  private static final Option<Duration> CHECKPOINT_INTERVAL =
      Option.duration(
          "job.checkpoint-interval",
          Duration.ofSeconds(10),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofHours(1)),
          "Time between checkpoints: after a failure what came since the last complete one began is processed again.");

  private static final Option<StateBackend> STATE_BACKEND =
      Option.choice(
          "job.state-backend",
          StateBackend.class,
          StateBackend.HEAP,
          "Where keyed state lives: heap is faster per event, rocksdb holds what memory cannot.");

  /** All options of this group, for a job's list of known settings. */
  public static List<Option<?>> all(Haste haste) {
    return List.of(
        PARALLELISM, MAX_PARALLELISM, CHECKPOINT_INTERVAL, STATE_BACKEND, haste.bufferTimeout);
  }

  /** Reads this group for the job of the given name. */
  public static JobOptions read(String name, Haste haste, OptionReader options) {
    int parallelism = options.read(PARALLELISM);
    int maxParallelism = options.read(MAX_PARALLELISM);
    options.require(
        parallelism <= maxParallelism,
        PARALLELISM,
        "at most %s (%d)".formatted(MAX_PARALLELISM.key(), maxParallelism),
        parallelism);
    return new JobOptions(
        name,
        parallelism,
        maxParallelism,
        options.read(CHECKPOINT_INTERVAL),
        options.read(STATE_BACKEND),
        options.read(haste.bufferTimeout));
  }
}
