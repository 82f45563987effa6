package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where jobs go on: by their records, and by savepoints that no record names. A stop that takes
 * longer than anybody waited for, or was asked for on the dashboard, leaves such a one, and Flink
 * deletes the checkpoints of a job that has finished: without it the state would be lost.
 */
final class RestorePoints {
  private final JobStore store;
  private final FlinkRest rest;
  private final Checkpoints checkpoints;
  private final Path savepoints;

  RestorePoints(JobStore store, FlinkRest rest, Checkpoints checkpoints, Path savepoints) {
    this.store = requireNonNull(store);
    this.rest = requireNonNull(rest);
    this.checkpoints = requireNonNull(checkpoints);
    this.savepoints = requireNonNull(savepoints);
  }

  /**
   * Where the job could go on if it were submitted now, newest first; none if it never ran, or
   * never completed a checkpoint.
   *
   * @throws StackException if it had state, and nothing of it is left
   */
  List<Path> of(String job) {
    Optional<JobRecord> record = store.find(job).map(this::settled);
    List<Path> points = record.map(known -> known.restorePoints(checkpoints)).orElse(List.of());
    if (points.isEmpty() && !record.map(this::neverHadState).orElse(true)) {
      throw new StackException(
          "%s ran before, and there is no savepoint and no checkpoint to go on from; --from FOLDER names one, --fresh starts without state"
              .formatted(job));
    }
    return points;
  }

  /** Only as far as the JobManager remembers the run: what it does not know may have had state. */
  private boolean neverHadState(JobRecord record) {
    return record.startedFrom().isEmpty() && rest.completedCheckpoints(record.id()).orElse(1) == 0;
  }

  /** Notes the savepoints of all jobs that have finished. */
  void settle() {
    store.all().forEach(this::settled);
  }

  /** The record, with the savepoint that its run left without it. */
  private JobRecord settled(JobRecord record) {
    if (record.savepoint().filter(Checkpoints::complete).isPresent()) {
      return record;
    }
    Optional<Path> found = unrecorded(record.id());
    if (found.isEmpty()) {
      return record;
    }
    JobRecord settled = record.stoppedWith(found, record.intent());
    store.save(settled);
    return settled;
  }

  /** The savepoint with which a run ended, if it did. */
  Optional<Path> unrecorded(String id) {
    Optional<FlinkJob> run = rest.job(id);
    if (run.map(FlinkJob::active).orElse(false)) {
      return Optional.empty();
    }
    return run.filter(FlinkJob::finished)
        .flatMap(job -> rest.savepoint(job.id()))
        .filter(Checkpoints::complete)
        // The JobManager forgets a job that has ended, at its own end or after an hour.
        .or(() -> checkpoints.of(id).isEmpty() ? newestSavepoint(id) : Optional.empty());
  }

  /** Flink names a savepoint {@code savepoint-}, first six digits of the job id, and some more. */
  private Optional<Path> newestSavepoint(String id) {
    if (id.length() < 6 || !Files.isDirectory(savepoints)) {
      return Optional.empty();
    }
    String prefix = "savepoint-" + id.substring(0, 6) + "-";
    try (Stream<Path> found = Files.list(savepoints)) {
      return found
          .filter(path -> path.getFileName().toString().startsWith(prefix))
          .filter(Checkpoints::complete)
          .max(Comparator.comparingLong(path -> path.resolve("_metadata").toFile().lastModified()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
