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

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the cold cache, that no row comes for %d s"
            .formatted(RowSample.STILL.toSeconds()),
        PATIENCE,
        () -> RowSample.standStill(rows.get(), struckAt));
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("up");
  }
}
