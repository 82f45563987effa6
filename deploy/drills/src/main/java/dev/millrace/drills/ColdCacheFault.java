package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The registry is gone, no schema is on disk, and the jobs have to start again. */
final class ColdCacheFault implements Fault {
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
  private static final String WAITING_FOR_SCHEMA = OPERATOR + "recordsWaitingForSchema";
  private static final String REGISTRY_FAILURES = OPERATOR + "registryFailures";

  private final Clock clock = Clock.systemUTC();
  private long struckAt;

  @Override
  public void strike(Arena arena) {
    arena.killForGood("schema-registry");
    empty(arena.state().resolve("schema-cache"));
    struckAt = clock.millis();
    arena.signal("KILL", "taskmanager-1");
  }

  /** A cache that holds nothing is not the one that the jobs use. */
  private static void empty(Path cache) {
    try (Stream<Path> found = Files.walk(cache)) {
      List<Path> files = found.filter(Files::isRegularFile).toList();
      if (files.isEmpty()) {
        throw new ToolException("no schema in " + cache);
      }
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ToolException("cannot empty " + cache, e);
    }
  }

  /**
   * No row comes for a while after any TaskManager's death. So the tasks that run again have to say
   * that it is the registry which they wait for: what they count begins at zero with their process.
   */
  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    FlinkMetrics metrics = new FlinkMetrics(arena.metricsPorts());
    Conditions.await(
        "effect of the cold cache, that records wait for a schema or the registry is asked in vain,"
            + " and no row comes for %d s".formatted(RowSample.STILL.toSeconds()),
        PATIENCE,
        () -> isFelt(metrics, rows.get(), struckAt));
  }

  static boolean isFelt(FlinkMetrics metrics, List<RowSample> rows, long struckAt) {
    return RowSample.standStill(rows, struckAt)
        && (metrics.sum(WAITING_FOR_SCHEMA) > 0 || metrics.sum(REGISTRY_FAILURES) > 0);
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("up");
  }
}
