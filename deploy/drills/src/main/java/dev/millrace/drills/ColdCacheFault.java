package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The registry is gone, no schema is on disk, and the jobs have to start again. */
final class ColdCacheFault implements Fault {

  @Override
  public void strike(Arena arena) {
    arena.killForGood("schema-registry");
    Path cache = arena.state().resolve("schema-cache");
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ToolException("cannot empty " + cache, e);
    }
    arena.signal("KILL", "taskmanager-1");
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("up");
  }
}
