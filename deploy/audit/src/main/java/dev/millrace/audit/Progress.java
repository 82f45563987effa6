package dev.millrace.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether jobs go on: each is to complete a checkpoint after it was first seen running. One that
 * was not running at the first look has proved nothing by those that it completed before.
 */
final class Progress {
  private final Map<String, Long> firstSeen = new HashMap<>();

  /**
   * A job that runs.
   *
   * @param id of this run of it
   * @param completed checkpoints, so far
   */
  record Running(String id, String name, long completed) {}

  /** Remembers how far jobs are that are seen for the first time. */
  void see(List<Running> running) {
    running.forEach(job -> firstSeen.putIfAbsent(job.id(), job.completed()));
  }

  /**
   * What is wrong with a job of which at least one runs.
   *
   * @param running the jobs of its name, all of them seen before
   */
  Optional<String> trouble(String name, List<Running> running) {
    if (running.size() > 1) {
      return Optional.of("%s runs %d times".formatted(name, running.size()));
    }
    return running.stream().allMatch(job -> job.completed() > firstSeen.get(job.id()))
        ? Optional.empty()
        : Optional.of("%s completes no checkpoint".formatted(name));
  }
}
