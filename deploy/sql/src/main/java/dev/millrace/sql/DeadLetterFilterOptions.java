package dev.millrace.sql;

import java.time.Instant;
import picocli.CommandLine.Option;

/** Which dead letters a person means. */
final class DeadLetterFilterOptions {
  @Option(names = "--job", description = "only those that this job refused")
  private String job;

  @Option(names = "--stage", description = "DECODE, VALIDATE, PROCESS or WRITE")
  private String stage;

  @Option(names = "--reason", description = "only this reason, for example unknown-schema-id")
  private String reason;

  @Option(names = "--topic", description = "only those that came from this topic")
  private String topic;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "only those written since: 15m, 2h, 7d, 2026-11-22, 2026-11-22T10:00:00Z")
  private String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "only those written before: as --since")
  private String until;

  /** Whether none was given. */
  boolean isEmpty() {
    return job == null
        && stage == null
        && reason == null
        && topic == null
        && since == null
        && until == null;
  }

  /** The rows that all of them ask for. */
  DeadLetterFilter filter() {
    Instant now = Instant.now();
    return new DeadLetterFilter()
        .with("job", job)
        .with("stage", stage)
        .with("reason", reason)
        .with("source_topic", topic)
        .since(since == null ? null : new PointInTime(since).of("--since", now))
        .until(until == null ? null : new PointInTime(until).of("--until", now));
  }
}
