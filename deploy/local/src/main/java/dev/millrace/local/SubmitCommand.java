package dev.millrace.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Submits a job and waits until it runs. */
@Command(name = "submit", description = "Submits a job and waits until it runs.")
final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "JOB", description = "Folder name under jobs/.")
  private String job;

  @Option(names = "-D", paramLabel = "key=value", description = "An option of the job.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Another build of the job than this folder's: the release before, or the next.")
  private Path jar;

  @Option(
      names = "--as-before",
      description =
          "The build and the options of its last submission, but for those of -D: a restart, not a"
              + " release.")
  private boolean asBefore;

  @Option(
      names = "--rollback",
      description =
          "The build that worked before the one that was submitted last, and its options, but for"
              + " those of -D.")
  private boolean rollBack;

  @Option(
      names = "--fresh",
      description =
          "Start without the state that the job had, and without the records that wait in it.")
  private boolean fresh;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Start from this savepoint or checkpoint instead of the newest.")
  private Path from;

  @Option(names = "--unless-running", description = "Leave the job alone if it runs already.")
  private boolean unlessRunning;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    new JobSources(folders).require(job);
    StateLock.holding(folders, () -> submit(Stack.read(folders, System.getenv())));
    return 0;
  }

  void submit(Stack stack) {
    Progress progress = new Progress(spec.commandLine().getErr());
    JobControl control = new JobControl(stack, progress);
    if (Stream.of(asBefore, rollBack, jar != null).filter(given -> given).count() > 1) {
      throw new StackException("--as-before, --rollback and --jar exclude each other");
    }
    Optional<FlinkJob> running = unlessRunning ? control.running(job) : Optional.empty();
    if (running.isPresent()) {
      print("%s runs already: %s", stack, running.get().id());
      return;
    }
    print("%s runs: %s", stack, submit(stack, control));
  }

  private String submit(Stack stack, JobControl control) {
    List<Path> startFrom = startFrom(control);
    if (asBefore) {
      return control.submitAsBefore(job, startFrom, options);
    }
    return rollBack
        ? control.rollBack(job, startFrom, options)
        : control.submit(job, jar(stack), startFrom, Release.arguments(options));
  }

  private List<Path> startFrom(JobControl control) {
    if (fresh && from != null) {
      throw new StackException("--fresh and --from exclude each other");
    }
    if (from != null) {
      if (!Checkpoints.complete(from)) {
        throw new StackException(
            "--from must be the folder of a savepoint or checkpoint, with its _metadata, got %s"
                .formatted(from));
      }
      return List.of(from.toAbsolutePath());
    }
    if (fresh) {
      control.tellWhatIsForgotten(job);
      return List.of();
    }
    return control.restorePoints(job);
  }

  private Path jar(Stack stack) {
    if (jar == null) {
      return new JobSources(stack.folders()).jar(job);
    }
    if (!Files.isReadable(jar)) {
      throw new StackException("--jar must be a readable file, got %s".formatted(jar));
    }
    // The client runs in another folder.
    return jar.toAbsolutePath();
  }

  private void print(String text, Stack stack, String jobId) {
    String dashboard = "%s/#/job/%s/overview".formatted(stack.endpoints().flink(), jobId);
    spec.commandLine().getOut().println(text.formatted(job, dashboard));
    spec.commandLine().getOut().flush();
  }
}
