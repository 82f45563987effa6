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
    List<List<TopicRecord>> acts = Scenario.acts(records);
    RehearsalEnvironment env =
        new RehearsalEnvironment(job.options(), acts.get(0), ListSource.End.SILENCE, from);
    define(RehearsedJob.Surroundings.DOWN, scenario.schemasDuringOutage(), env);
    return play(acts, from.isPresent() ? scenario.waiting() : 0, env, folder);
  }

  /**
   * The job after a savepoint, until it has made all it can of what comes.
   *
   * @param folder for savepoints that are taken on the way
   */
  List<Output> outputs(Path from, Path folder) throws Exception {
    List<List<TopicRecord>> acts = Scenario.acts(scenario.after());
    RehearsalEnvironment env =
        new RehearsalEnvironment(job.options(), acts.get(0), job.end(), Optional.of(from));
    define(RehearsedJob.Surroundings.UP, scenario.schemas(), env);
    if (job.end() == ListSource.End.SILENCE) {
      play(acts, 0, env, folder);
    } else if (acts.size() == 1) {
      env.execute(job.options().name());
    } else {
      throw new IllegalStateException("nothing comes later into streams that end");
    }
    List<Output> outputs = new ArrayList<>(env.outputs());
    outputs.addAll(job.effects());
    return outputs;
  }

  /**
   * Starts the job and takes one act after the other to its end: what comes of the records before a
   * savepoint has come of them when it is complete.
   *
   * @param waiting how many records of the past wait for their schema
   * @return a savepoint of the job after the last of them
   */
  private Path play(
      List<List<TopicRecord>> acts, long waiting, RehearsalEnvironment env, Path folder)
      throws Exception {
    JobClient client = env.executeAsync(job.options().name());
    // Now: a job that has ended takes its cluster with it, and nobody is left to ask.
    CompletableFuture<JobExecutionResult> end = client.getJobExecutionResult();
    try {
      await("all records to be taken", end, env::everythingIsTaken);
      long waits = waiting + Scenario.waiting(acts.get(0));
      Path newest = savepointWhenOnlyThoseWaitThatMust(waits, client, end, folder);
      for (List<TopicRecord> act : acts.subList(1, acts.size())) {
        env.add(act);
        await("all records to be taken", end, env::everythingIsTaken);
        waits += Scenario.waiting(act);
        newest = savepointWhenOnlyThoseWaitThatMust(waits, client, end, folder);
      }
      return newest;
    } finally {
      if (!end.isDone()) {
        client.cancel().get();
      }
    }
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
      long waits, JobClient client, CompletableFuture<JobExecutionResult> end, Path folder)
      throws Exception {
    List<Path> taken = new ArrayList<>();
    await(
        "%d records to wait for their schema".formatted(waits),
        end,
        () -> {
          Optional<Path> savepoint = savepoint(client, folder);
          savepoint.ifPresent(taken::add);
          return savepoint.map(Rehearsal::waiting).equals(Optional.of(waits));
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
