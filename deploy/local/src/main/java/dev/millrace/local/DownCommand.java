package dev.millrace.local;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stops the jobs with a savepoint each, then the processes, last started first. */
@Command(name = "down", description = "Stops the local stack; jobs leave a savepoint.")
final class DownCommand implements Callable<Integer> {
  /**
   * What {@code --wipe} deletes: all that this stack wrote, and nothing that somebody else put
   * beside it.
   */
  private static final List<String> WIPED =
      List.of(
          "data",
          "checkpoints",
          "savepoints",
          "jobs",
          "secrets",
          "schema-cache",
          "conf",
          "logs",
          "pids",
          "endpoints.properties",
          "lock");

  @Spec private CommandSpec spec;

  @Option(
      names = "--wipe",
      description = "Also delete topics, schemas, tables, savepoints, passwords and logs.")
  private boolean wipe;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    StateLock.holding(
        folders,
        () ->
            down(Stack.read(folders, System.getenv()), new Progress(spec.commandLine().getErr())));
    return 0;
  }

  /**
   * Stops the processes whatever becomes of the jobs, which at worst go on from a checkpoint.
   *
   * @throws StackException at the end, if a job could not be stopped
   */
  void down(Stack stack, Progress progress) {
    Folders folders = stack.folders();
    Optional<String> failure = wipe ? Optional.empty() : suspend(stack, progress);
    stop(stack, progress);
    new FileTree(folders.endpoints()).delete();
    new FileTree(folders.runningSettings()).delete();
    if (wipe) {
      WIPED.forEach(name -> new FileTree(folders.state().resolve(name)).delete());
      progress.line("deleted what the stack kept in " + folders.shown(folders.state()));
    }
    failure.ifPresent(
        reason -> {
          throw new StackException(reason);
        });
  }

  /** Why not all jobs are suspended, if they are not. */
  private static Optional<String> suspend(Stack stack, Progress progress) {
    if (!stack.failsOver() && !stack.ownsCluster()) {
      return Optional.empty();
    }
    try {
      new JobControl(stack, progress).suspendAll();
      return Optional.empty();
    } catch (StackException | UncheckedIOException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void stop(Stack stack, Progress progress) {
    Duration patience = stack.settings().seconds("stop.timeout");
    List<Component> components = new ArrayList<>(stack.components());
    Collections.reverse(components);
    int stopped = 0;
    for (Component component : components) {
      ComponentProcess process = stack.processOf(component);
      if (!process.alive()) {
        continue;
      }
      stopped++;
      progress.line(
          process.stop(patience)
              ? "%-16s stopped".formatted(component.name())
              : "%-16s killed: it had not ended after %d s"
                  .formatted(component.name(), patience.toSeconds()));
    }
    if (stopped == 0) {
      progress.line("nothing was running");
    }
  }
}
