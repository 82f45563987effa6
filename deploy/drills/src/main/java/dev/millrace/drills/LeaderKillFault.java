package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The JobManager that leads dies as if its machine had lost power; the other one takes over, and
 * the dead one's supervisor starts it again to stand by.
 */
final class LeaderKillFault implements Fault {
  private static final List<String> JOB_MANAGERS = List.of("jobmanager", "jobmanager-2");
  private static final String GRANTED = "DefaultDispatcherRunner was granted leadership";

  private String leader;

  @Override
  public void look(Arena arena) {
    leader = leader(arena.state().resolve("logs"));
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("KILL", leader);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the kill, that the other JobManager leads",
        PATIENCE,
        () -> !leader(arena.state().resolve("logs")).equals(leader));
  }

  @Override
  public boolean isHealedByTheSuite() {
    return true;
  }

  /**
   * The one whose log says last that it leads. Connections do not tell: TaskManagers go on trying
   * to reach the one that led before.
   *
   * @throws ToolException if none has ever led
   */
  static String leader(Path logs) {
    return JOB_MANAGERS.stream()
        .filter(name -> granted(logs, name).isPresent())
        .max(Comparator.comparing(name -> granted(logs, name).orElseThrow()))
        .orElseThrow(() -> new ToolException("no JobManager leads"));
  }

  /** When it was last granted, as the line begins: texts whose order is that of time. */
  private static Optional<String> granted(Path logs, String name) {
    Path log = logs.resolve(name + ".log");
    if (!Files.exists(log)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(GRANTED)).reduce((before, after) -> after);
    } catch (IOException e) {
      throw new ToolException("cannot read " + log, e);
    }
  }
}
