package dev.millrace.common.testing.savepoint;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.stream.ListSource;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job whose savepoints are kept, as its tests see it. */
public interface RehearsedJob {

  /** Whether what the job depends on, apart from topics and the registry, gives an answer. */
  enum Surroundings {
    DOWN,
    UP
  }

  /** Its settings; its name is among them. */
  JobOptions options();

  /**
   * Defines it as its main class does. State must not go away with time, by the clock or by that of
   * the events: a savepoint is read in years to come.
   */
  void define(
      Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env);

  /**
   * Names of states that hold something only while records are on their way, and so nothing in a
   * savepoint of a job that has taken them all; {@code NAME of STEP} where only one step's state of
   * that name holds nothing.
   */
  default Set<String> passingStates() {
    return Set.of();
  }

  /**
   * What follows the records that come after a savepoint. A job with many deadlines has silence: at
   * the end of its streams all of them pass at once, and what it makes of that may depend on which
   * of its steps hears of it first.
   */
  default ListSource.End end() {
    return ListSource.End.END;
  }

  /** What it left elsewhere than in topics since it was last defined. */
  default List<Output> effects() {
    return List.of();
  }
}
