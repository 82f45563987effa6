package dev.millrace.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a job and prints where it goes on, which is a savepoint unless it is cancelled. */
@Command(name = "stop", description = "Stops a job with a savepoint and prints its path.")
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "Folder name under jobs/.")
  private String job;

  @Option(names = "--cancel", description = "End it as it is, if it is too stuck for a savepoint.")
  private boolean cancel;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    new JobSources(folders).require(job);
    StateLock.holding(folders, () -> stop(Stack.read(folders, System.getenv())));
    return 0;
  }

  void stop(Stack stack) {
    JobControl control = new JobControl(stack, new Progress(spec.commandLine().getErr()));
    (cancel ? control.stopWithoutSavepoint(job) : control.stop(job))
        .ifPresent(state -> spec.commandLine().getOut().println(state));
    spec.commandLine().getOut().flush();
  }
}
