package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * The disk that holds the checkpoints is full. It is a small one in memory, so that no other disk
 * is; to make it takes the right to mount.
 */
final class DiskFullFault implements Fault {
  private static final String SIZE = "size=64m";
  private static final byte[] BLOCK = new byte[4096];
  private Path ballast;
  private JobBefore before;

  @Override
  public void prepare(Arena arena) {
    Path disk = arena.state().resolve("checkpoints");
    ballast = disk.resolve("ballast");
    try {
      Files.createDirectories(disk);
    } catch (IOException e) {
      throw new ToolException("cannot create " + disk, e);
    }
    run("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", disk.toString());
    // Lazily: a process that still has a file open there does not keep it.
    arena.keep(() -> run("umount", "--lazy", disk.toString()));
  }

  @Override
  public void look(Arena arena) {
    before = JobBefore.of(Cluster.of(arena), "fraud-scoring");
  }

  @Override
  public void strike(Arena arena) {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(BLOCK);
      }
    } catch (IOException e) {
      // Full: that was the aim.
    }
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the full disk, that a checkpoint of fraud-scoring fails",
        PATIENCE,
        before::missedCheckpoint);
  }

  @Override
  public void heal(Arena arena) {
    try {
      Files.delete(ballast);
    } catch (IOException e) {
      throw new ToolException("cannot delete " + ballast, e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new ToolException(
            "%s failed, which takes the right to mount (run as root): %s"
                .formatted(command[0], said));
      }
    } catch (IOException e) {
      throw new ToolException("cannot run " + command[0], e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }
}
