package dev.millrace.sql;

import dev.millrace.console.ToolException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Which dead letters a person means. */
final class DeadLetterFilterOptions {
  private static final List<String> STAGES = List.of("DECODE", "VALIDATE", "PROCESS", "WRITE");

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

  /** A stage that there is: another one would find nothing, as if there were nothing to find. */
  private String knownStage() {
    if (stage == null) {
      return null;
    }
    String known = stage.toUpperCase(Locale.ROOT);
    if (!STAGES.contains(known)) {
      throw new ToolException(
          "--stage must be one of %s, not '%s'".formatted(String.join(", ", STAGES), stage));
    }
    return known;
  }

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
        .with("stage", knownStage())
        .with("reason", reason)
        .with("source_topic", topic)
        .since(since == null ? null : new PointInTime(since).of("--since", now))
        .until(until == null ? null : new PointInTime(until).of("--until", now));
  }
}
