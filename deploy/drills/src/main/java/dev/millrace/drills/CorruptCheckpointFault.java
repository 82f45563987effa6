package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The job has to go back to its newest checkpoint, and what the disk gives back is not what was
 * written. Flink tries the same one again and again; stopped and submitted again, the job goes on
 * from the checkpoint before it.
 */
final class CorruptCheckpointFault implements Fault {
  private static final String JOB = "fraud-scoring";
  private static final String METADATA = "_metadata";

  @Override
  public void strike(Arena arena) {
    String id = Cluster.of(arena).idOf(JOB);
    // Without its TaskManager the job completes no other checkpoint.
    arena.signal("KILL", "taskmanager-1");
    corrupt(newest(arena.state().resolve("checkpoints").resolve(id)));
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("stop", JOB);
    String told = arena.submit(JOB);
    if (!told.contains("cannot go on from")) {
      throw new ToolException("the corrupt checkpoint was not met: " + told.strip());
    }
  }

  private static Path newest(Path checkpoints) {
    try (Stream<Path> folders = Files.list(checkpoints)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(METADATA)))
          .max(Comparator.comparingLong(CorruptCheckpointFault::number))
          .orElseThrow(() -> new ToolException("no checkpoint in " + checkpoints));
    } catch (IOException e) {
      throw new ToolException("cannot list " + checkpoints, e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  /** Every file as long as it was, and all of it zero. */
  private static void corrupt(Path checkpoint) {
    try (Stream<Path> files = Files.list(checkpoint)) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
      }
    } catch (IOException e) {
      throw new ToolException("cannot corrupt " + checkpoint, e);
    }
  }
}
