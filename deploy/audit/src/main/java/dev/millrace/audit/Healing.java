package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether the jobs of a cluster have read everything, and go on. */
final class Healing {
  private static final Duration LOOK = Duration.ofMillis(500);

  /**
   * Those that write what others read come before these: what the first has read, it has written by
   * the time that the last is asked for what it has not read.
   */
  static final List<Reader> READERS =
      List.of(
          new Reader(
              Evidence.SCORING,
              List.of(Topics.PAYMENTS, Topics.LABELS, Topics.RULES, Topics.MODELS)),
          new Reader(Evidence.RECOMMENDING, List.of(Topics.INTERACTIONS)),
          new Reader(SupplyChain.JOB, SupplyChain.INPUTS),
          new Reader(
              Evidence.WRITER,
              List.of(
                  Topics.DECISIONS,
                  Topics.LABELS,
                  Topics.RULES,
                  Topics.MODELS,
                  Topics.RECOMMENDATIONS,
                  Topics.OUTCOMES,
                  SupplyChain.ALERTS,
                  SupplyChain.NOTIFICATIONS,
                  Topics.DEAD_LETTERS)));

  private final Cluster cluster;

  /** A job and the topics that it reads. */
  record Reader(String job, List<String> topics) {}

  Healing(Cluster cluster) {
    this.cluster = requireNonNull(cluster);
  }

  /**
   * Waits until all is read and every job has completed one more checkpoint; says what is not so.
   */
  Evidence.Health await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Progress progress = new Progress();
    progress.see(cluster.running());
    while (true) {
      List<String> troubles = troubles(progress);
      if (troubles.isEmpty() || System.nanoTime() >= deadline) {
        return new Evidence.Health(
            troubles,
            READERS.size() + READERS.stream().mapToLong(reader -> reader.topics().size()).sum());
      }
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ToolException("interrupted", e);
      }
    }
  }

  private List<String> troubles(Progress progress) {
    List<String> troubles = new ArrayList<>();
    List<Progress.Running> running = cluster.running();
    progress.see(running);
    Map<String, List<Progress.Running>> byName =
        running.stream().collect(Collectors.groupingBy(Progress.Running::name));
    for (Reader reader : READERS) {
      String job = reader.job();
      if (byName.containsKey(job)) {
        progress.trouble(job, byName.get(job)).ifPresent(troubles::add);
      } else if (cluster.hasRecords(
          reader.topics())) { // nobody misses one that never had anything to read
        troubles.add(job + " does not run");
      }
      long lag = cluster.lag(job, reader.topics());
      if (lag > 0) {
        troubles.add("%s has %,d records to read".formatted(job, lag));
      }
    }
    return troubles;
  }
}
