package dev.millrace.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stops a job with a savepoint and prints where that is. */
@Command(name = "stop", description = "Stops a job with a savepoint and prints its path.")
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "Folder name under jobs/.")
  private String job;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    new JobSources(folders).require(job);
    StateLock.holding(folders, () -> stop(Stack.read(folders, System.getenv())));
    return 0;
  }

  private void stop(Stack stack) {
    new JobControl(stack, new Progress(spec.commandLine().getErr()))
        .stop(job)
        .ifPresent(savepoint -> spec.commandLine().getOut().println(savepoint));
    spec.commandLine().getOut().flush();
  }
}
