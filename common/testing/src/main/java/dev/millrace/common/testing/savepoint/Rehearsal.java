package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.testing.stream.ListSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;

/** Plays a scenario to a job. */
final class Rehearsal {

  /** State of the steps that decode: what comes before its schema does. */
  private static final String WAITING = "records-waiting-for-schema";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(20);

  private final RehearsedJob job;
  private final Scenario scenario;

  Rehearsal(RehearsedJob job, Scenario scenario) {
    this.job = requireNonNull(job);
    this.scenario = requireNonNull(scenario);
  }

  /** A savepoint of a job that started with nothing and took all that comes before. */
  Path freshSavepoint(Path folder) throws Exception {
    return savepoint(scenario.before(), Optional.empty(), folder);
  }

  /** A savepoint of the job as it goes on from another, before anything comes. */
  Path nextSavepoint(Path from, Path folder) throws Exception {
    return savepoint(List.of(), Optional.of(from), folder);
  }

  private Path savepoint(List<TopicRecord> records, Optional<Path> from, Path folder)
      throws Exception {
    RehearsalEnvironment env =
        new RehearsalEnvironment(job.options(), records, ListSource.End.SILENCE, from);
    define(RehearsedJob.Surroundings.DOWN, scenario.schemasDuringOutage(), env);
    JobClient client = env.executeAsync(job.options().name());
    // Now: a job that has ended takes its cluster with it, and nobody is left to ask.
    CompletableFuture<JobExecutionResult> end = client.getJobExecutionResult();
    try {
      await("all records to be taken", end, env::everythingIsTaken);
      return savepointWhenOnlyThoseWaitThatMust(client, end, folder);
    } finally {
      if (!end.isDone()) {
        client.cancel().get();
      }
    }
  }

  /** The job after a savepoint, until it has made all it can of what comes. */
  List<Output> outputs(Path from) throws Exception {
    RehearsalEnvironment env =
        new RehearsalEnvironment(
            job.options(), scenario.after(), ListSource.End.END, Optional.of(from));
    define(RehearsedJob.Surroundings.UP, scenario.schemas(), env);
    env.execute(job.options().name());
    List<Output> outputs = new ArrayList<>(env.outputs());
    outputs.addAll(job.effects());
    return outputs;
  }

  private void define(
      RehearsedJob.Surroundings surroundings,
      Map<Integer, Schema> schemas,
      RehearsalEnvironment env) {
    job.define(surroundings, new RehearsalRegistry(schemas).factory(), env);
    env.keepOutputs();
  }

  /** Looks into savepoints until one is right: schemas are looked up on the side. */
  private Path savepointWhenOnlyThoseWaitThatMust(
      JobClient client, CompletableFuture<JobExecutionResult> end, Path folder) throws Exception {
    List<Path> taken = new ArrayList<>();
    await(
        "%d records to wait for their schema".formatted(scenario.waiting()),
        end,
        () -> {
          Optional<Path> savepoint = savepoint(client, folder);
          savepoint.ifPresent(taken::add);
          return savepoint.map(Rehearsal::waiting).equals(Optional.of(scenario.waiting()));
        });
    return taken.get(taken.size() - 1);
  }

  /** None while a task is not running yet, nor when the job has ended and its cluster with it. */
  private static Optional<Path> savepoint(JobClient client, Path folder) {
    try {
      String path =
          client.triggerSavepoint(folder.toUri().toString(), SavepointFormatType.CANONICAL).get();
      return Optional.of(Path.of(URI.create(path)));
    } catch (ExecutionException | IllegalStateException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a savepoint", e);
    }
  }

  private static long waiting(Path savepoint) {
    return SavepointStates.in(savepoint).entries().stream()
        .filter(entry -> entry.state().equals(WAITING))
        .count();
  }

  private static void await(
      String what, CompletableFuture<JobExecutionResult> end, BooleanSupplier condition)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (end.isDone()) {
        end.get(); // throws what ended it
        throw new IllegalStateException("the job ended while waiting for " + what);
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("waited %d s for %s".formatted(PATIENCE.toSeconds(), what));
      }
      Thread.sleep(POLL.toMillis());
    }
  }
}
