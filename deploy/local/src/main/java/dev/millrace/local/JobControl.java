package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Submits jobs to the running cluster and stops them, and remembers both. */
final class JobControl {
  private static final Pattern JOB_ID = Pattern.compile("JobID ([0-9a-f]{32})");

  /** Restarts before the first run that nobody needs to wait longer for. */
  private static final long HOPELESS = 4;

  private static final Duration CANCEL = Duration.ofSeconds(30);

  private final Stack stack;
  private final Folders folders;
  private final FlinkRest rest;
  private final JobStore store;
  private final Checkpoints checkpoints;
  private final RestorePoints restorePoints;
  private final Progress progress;
  private final Duration cancelPatience;

  JobControl(Stack stack, Progress progress) {
    this(stack, progress, CANCEL);
  }

  /**
   * @param cancelPatience how long a job that is cancelled may take to end
   */
  JobControl(Stack stack, Progress progress, Duration cancelPatience) {
    this.cancelPatience = requireNonNull(cancelPatience);
    this.stack = requireNonNull(stack);
    this.folders = stack.folders();
    this.rest = stack.rest();
    this.store = new JobStore(folders.jobs());
    this.checkpoints = new Checkpoints(folders.checkpoints());
    this.restorePoints = new RestorePoints(store, rest, checkpoints, folders.savepoints());
    this.progress = requireNonNull(progress);
  }

  /**
   * Where the job could go on if it were submitted now, newest first.
   *
   * @throws StackException if it had state, and nothing of it is left
   */
  List<Path> restorePoints(String job) {
    requireCluster();
    return restorePoints.of(job);
  }

  /** The job as it runs now, if it does. */
  Optional<FlinkJob> running(String job) {
    requireCluster();
    return rest.activeJob(job);
  }

  /**
   * Submits a build of a job, and waits until every task runs.
   *
   * @param jar the build; kept, so that it is what comes back with the stack
   * @param startFrom savepoints and checkpoints: the first that can be read is taken
   * @return the new job id
   */
  String submit(String job, Path jar, List<Path> startFrom, List<String> arguments) {
    return submit(
        job, new Release(jar, new JobSources(folders).template(job), arguments, false), startFrom);
  }

  /**
   * Submits what was submitted last, and waits until every task runs.
   *
   * @param changed options that are to be others than then
   * @return the new job id
   */
  String submitAsBefore(String job, List<Path> startFrom, Map<String, String> changed) {
    Release last =
        store
            .last(job)
            .orElseThrow(() -> new StackException("%s was not submitted before".formatted(job)));
    return submit(job, last.with(changed), startFrom);
  }

  /**
   * Submits the build before, with the options that it ran with, and waits until every task runs.
   * What only the newer build keeps is left out of the state. One that came as far as no state of
   * its own is tried again: the build before it is the newer one.
   *
   * @param changed options that are to be others than then
   * @return the new job id
   */
  String rollBack(String job, List<Path> startFrom, Map<String, String> changed) {
    Release before =
        store
            .find(job)
            .filter(last -> last.rolledBack() && !last.hasWorked(checkpoints))
            .flatMap(last -> store.last(job))
            .or(() -> store.before(job))
            .orElseThrow(
                () ->
                    new StackException(
                        "%s has no build to go back to: no other one than that of its last submission has completed a checkpoint here"
                            .formatted(job)));
    return submit(job, before.with(changed).asRollback(), startFrom);
  }

  private String submit(String job, Release release, List<Path> startFrom) {
    requireCluster();
    rest.activeJob(job)
        .ifPresent(
            running -> {
              throw new StackException(
                  "%s runs already (job id %s, %s); scripts/stop %s stops it"
                      .formatted(job, running.id(), running.state(), job));
            });
    Started started = start(job, release, startFrom);
    started
        .from()
        .ifPresent(path -> progress.line("%s goes on from %s".formatted(job, folders.shown(path))));
    return started.id();
  }

  /** A job that runs, and the state it took. */
  private record Started(String id, Optional<Path> from) {}

  /**
   * Tries one state after the other, until one can be read. Until the job runs, its record names
   * the newest of them: what stands in the way may be mended, and then nothing is forgotten.
   */
  private Started start(String job, Release release, List<Path> startFrom) {
    Iterator<Path> states = startFrom.iterator();
    Optional<Path> newest = states.hasNext() ? Optional.of(states.next()) : Optional.empty();
    Optional<Path> from = newest;
    Release next = release;
    while (true) {
      try {
        String id = launch(job, next, from);
        boolean worked = store.find(job).filter(last -> last.hasWorked(checkpoints)).isPresent();
        boolean proven = store.keep(job, next, worked) && worked;
        store.save(JobRecord.submitted(job, id, newest, next, proven));
        // Where it came from may hold the release that it has replaced by now.
        next = store.last(job).orElseThrow();
        awaitRunning(job, id);
        tellIfSmaller(job, id);
        store.save(JobRecord.submitted(job, id, from, next, proven));
        return new Started(id, from);
      } catch (UnreadableStateException e) {
        if (!states.hasNext()) {
          throw e;
        }
        progress.line("%s cannot go on from %s: %s".formatted(job, shown(from), e.getMessage()));
        rest.activeJob(job).ifPresent(this::cancel);
        from = Optional.of(states.next());
        progress.line("%s: trying the state before it, %s".formatted(job, shown(from)));
      }
    }
  }

  private String shown(Optional<Path> from) {
    return from.map(folders::shown).map(Object::toString).orElse("no state");
  }

  /**
   * Submits every job as it ran before that should run and does not.
   *
   * @throws StackException if that failed for some of them, after all were tried
   */
  void bringBackAll() {
    forgetEnded();
    List<String> left = new ArrayList<>();
    for (JobRecord record : store.all()) {
      if (rest.activeJob(record.name()).isPresent()) {
        store.save(record.suspended(false));
      } else if (record.intent() == JobRecord.Intent.RUN) {
        try {
          bringBack(record);
        } catch (StackException | UncheckedIOException e) {
          left.add(record.name());
          progress.line("%-16s not back: %s".formatted(record.name(), e.getMessage()));
        }
      }
    }
    if (!left.isEmpty()) {
      throw new StackException(
          "could not bring back %s; scripts/submit JOB --as-before tries again"
              .formatted(String.join(", ", left)));
    }
  }

  /**
   * A job that was cancelled on the dashboard, or has finished, stays away as if it had been
   * stopped here; not one that ended because the stack went down.
   */
  private void forgetEnded() {
    restorePoints.settle();
    for (JobRecord record : store.all()) {
      if (rest.job(record.id()).map(FlinkJob::endedOnPurpose).orElse(false)
          && record.intent() == JobRecord.Intent.RUN
          && !record.suspended()) {
        store.save(record.stoppedWith(record.savepoint(), JobRecord.Intent.STOP));
      }
    }
  }

  private void bringBack(JobRecord record) {
    String job = record.name();
    Started started = start(job, store.last(job).orElseThrow(), record.restorePoints(checkpoints));
    progress.line(
        "%-16s back %s"
            .formatted(
                job,
                started
                    .from()
                    .map(path -> "from " + folders.shown(path))
                    .orElse("without state: there was no savepoint and no checkpoint")));
  }

  private String launch(String job, Release release, Optional<Path> startFrom) {
    Path options = store.options(job);
    new Template(release.template()).render(stack.values().byName(), options);
    Path log = folders.logs().resolve("submit-" + job + ".log");
    List<String> command = new ArrayList<>();
    command.add(JavaCommand.executable());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(FlinkDistribution.jvmOptions());
    command.add("-Dlog.file=" + log);
    command.add("-Dlog4j.configurationFile=" + folders.flinkConf().resolve("log4j-cli.properties"));
    command.addAll(List.of("-cp", stack.flink().classPath()));
    command.addAll(List.of("org.apache.flink.client.cli.CliFrontend", "run", "-d"));
    startFrom.ifPresent(path -> command.addAll(List.of("-s", path.toUri().toString())));
    if (release.rolledBack()) {
      command.add("--allowNonRestoredState");
    }
    command.add(release.jar().toString());
    command.addAll(List.of("--config", options.toString()));
    command.addAll(release.arguments());
    Tool.Result result =
        Tool.result("submitting " + job, command, stack.flink().environment(folders), folders);
    Matcher id = JOB_ID.matcher(result.output());
    if (result.code() != 0 || !id.find()) {
      String message =
          "%s was not accepted: %s%nMore in %s"
              .formatted(
                  job,
                  String.join(System.lineSeparator(), StackTraceText.reason(result.output())),
                  folders.shown(log));
      throw startFrom.isPresent() && UnreadableStateException.explains(result.output())
          ? new UnreadableStateException(message)
          : new StackException(message);
    }
    return id.group(1);
  }

  private void awaitRunning(String job, String id) {
    Duration patience = stack.settings().seconds("start.timeout");
    long begin = System.nanoTime();
    Deadline deadline = Deadline.in(patience);
    while (!rest.runs(id)) {
      String state = rest.job(id).map(FlinkJob::state).orElse("not known to the JobManager");
      boolean hopeless = state.equals("FAILED") || rest.restarts(id).orElse(0) >= HOPELESS;
      if (hopeless || deadline.over()) {
        String message =
            "%s is %s after %d s. %s; more on %s/#/job/overview/%s"
                .formatted(
                    job,
                    state,
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                    rest.failure(id).map(reason -> "Reason: " + reason).orElse(hint(state)),
                    stack.endpoints().flink(),
                    id);
        throw rest.failureTrace(id).filter(UnreadableStateException::explains).isPresent()
            ? new UnreadableStateException(message)
            : new StackException(message);
      }
      if (state.equals("FINISHED")) {
        return;
      }
      Deadline.pause();
    }
  }

  /** A job starts with the slots there are, and Flink says nothing of it. */
  private void tellIfSmaller(String job, String id) {
    int wanted = rest.parallelismWanted(id).orElse(0);
    int runs = rest.parallelism(id).orElse(wanted);
    if (runs < wanted) {
      progress.line(
          "%s runs on %d slots, not on %d: a TaskManager is missing (scripts/status), or taskmanager.slots and taskmanagers in stack.properties are too few"
              .formatted(job, runs, wanted));
    }
  }

  private static String hint(String state) {
    return switch (state) {
      case "CREATED" ->
          "It waits for slots: taskmanager.slots or taskmanagers in stack.properties, or job.parallelism";
      case "RUNNING" ->
          "Not all of its tasks do yet: a large state takes its time, and start.timeout in stack.properties says how long to wait";
      default -> "No reason is known";
    };
  }

  /**
   * Stops a running job for good with a savepoint.
   *
   * @return where it goes on when it is submitted again; empty if it never completed a checkpoint
   */
  Optional<Path> stop(String job) {
    FlinkJob running = requireRunning(job);
    Duration patience = stack.settings().seconds("stop.timeout");
    if (!rest.runs(running.id())) {
      // Without all its tasks it can take no savepoint; its last checkpoint stays.
      progress.line("%s is %s: cancelled without a savepoint".formatted(job, running.state()));
      return stopWithoutSavepoint(running);
    }
    Path savepoint = rest.stopWithSavepoint(running, folders.savepoints(), Deadline.in(patience));
    remember(running, Optional.of(savepoint), JobRecord.Intent.STOP);
    return Optional.of(savepoint);
  }

  /**
   * Stops a running job for good as it is, because it may be too stuck for a savepoint.
   *
   * @return where it goes on when it is submitted again; empty if it never completed a checkpoint
   */
  Optional<Path> stopWithoutSavepoint(String job) {
    return stopWithoutSavepoint(requireRunning(job));
  }

  private Optional<Path> stopWithoutSavepoint(FlinkJob running) {
    cancel(running);
    // A savepoint may have been taken just then.
    remember(running, restorePoints.unrecorded(running.id()), JobRecord.Intent.STOP);
    return newest(running.name());
  }

  /** Before the job starts without its state. */
  void tellWhatIsForgotten(String job) {
    newest(job)
        .ifPresent(
            path ->
                progress.line(
                    "%s forgets %s: records that waited in it, for a schema or for the database, are not read again"
                        .formatted(job, folders.shown(path))));
  }

  /** The newest state that is left of the job's last run. */
  private Optional<Path> newest(String job) {
    return store
        .find(job)
        .flatMap(record -> record.restorePoints(checkpoints).stream().findFirst());
  }

  private FlinkJob requireRunning(String job) {
    requireCluster();
    return rest.activeJob(job)
        .orElseThrow(() -> new StackException("%s does not run".formatted(job)));
  }

  /**
   * Ends every job of the cluster for the time in which the stack is down.
   *
   * @throws StackException if that failed for some of them, after all were asked
   */
  void suspendAll() {
    forgetEnded();
    List<String> left = new ArrayList<>();
    for (FlinkJob running : rest.activeJobs()) {
      try {
        boolean comesBack = store.find(running.name()).isPresent();
        if (comesBack) {
          recordOf(running).ifPresent(record -> store.save(record.suspended(true)));
        }
        Optional<Path> savepoint = suspend(running);
        remember(running, savepoint, comesBack ? JobRecord.Intent.RUN : JobRecord.Intent.STOP);
        progress.line(
            "%-16s stopped, %s"
                .formatted(
                    running.name(),
                    savepoint
                        .map(path -> "savepoint " + folders.shown(path))
                        .orElse("goes on from its last checkpoint")));
      } catch (StackException | UncheckedIOException e) {
        left.add(running.name());
        progress.line(
            "%-16s not stopped, goes on from its last checkpoint: %s"
                .formatted(running.name(), e.getMessage()));
      }
    }
    if (!left.isEmpty()) {
      throw new StackException(
          "could not stop %s, which scripts/up brings back from the last checkpoint"
              .formatted(String.join(", ", left)));
    }
  }

  private Optional<Path> suspend(FlinkJob running) {
    if (rest.runs(running.id())) {
      try {
        return Optional.of(
            rest.stopWithSavepoint(
                running,
                folders.savepoints(),
                Deadline.in(stack.settings().seconds("stop.timeout"))));
      } catch (StackException e) {
        progress.line("%-16s %s".formatted(running.name(), e.getMessage()));
      }
    }
    cancel(running);
    // It may have been taken just then.
    return restorePoints.unrecorded(running.id());
  }

  private void cancel(FlinkJob running) {
    try {
      rest.cancel(running.id());
    } catch (IOException e) {
      if (rest.activeJob(running.name()).isEmpty()) {
        return;
      }
      throw new StackException("cannot cancel %s: %s".formatted(running.name(), e.getMessage()), e);
    }
    if (!Deadline.in(cancelPatience).await(() -> rest.activeJob(running.name()).isEmpty())) {
      throw new StackException(
          "%s is still being cancelled after %d s: a task does not react, and its TaskManager ends itself after task.cancellation.timeout; scripts/status says when %s is gone"
              .formatted(running.name(), cancelPatience.toSeconds(), running.name()));
    }
  }

  private void remember(FlinkJob stopped, Optional<Path> savepoint, JobRecord.Intent intent) {
    recordOf(stopped).ifPresent(record -> store.save(record.stoppedWith(savepoint, intent)));
  }

  /**
   * What is remembered of a run; none if it is of no job of ours. One that was submitted by other
   * means, or by a submission that did not come to its end, counts as the job's last: its state is
   * the newest. It comes back with the stack if a build of the job was kept before.
   */
  private Optional<JobRecord> recordOf(FlinkJob run) {
    String job = run.name();
    Optional<JobRecord> known = store.find(job);
    if (known.isEmpty() && new JobSources(folders).has(job)) {
      return Optional.of(JobRecord.submitted(job, run.id(), Optional.empty(), List.of()));
    }
    return known.map(record -> record.id().equals(run.id()) ? record : record.ofRun(run.id()));
  }

  private void requireCluster() {
    if (stack.failsOver()) {
      // Between two leaders: it has one within seconds, or says that it does not answer.
      rest.jobs();
    }
    if (!stack.ownsCluster()) {
      throw new StackException(
          "the Flink cluster on %s is not up; scripts/up starts it"
              .formatted(stack.endpoints().flink()));
    }
  }
}
