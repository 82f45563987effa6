package dev.millrace.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;

/** A job as the JobManager sees it. */
record FlinkJob(String id, String name, String state, Duration uptime) {
  private static final Set<String> ENDED = Set.of("FAILED", "CANCELED", "FINISHED", "SUSPENDED");

  static FlinkJob from(JsonNode overview) {
    return new FlinkJob(
        overview.path("jid").asText(),
        overview.path("name").asText(),
        overview.path("state").asText(),
        Duration.ofMillis(overview.path("duration").asLong()));
  }

  /** Whether it ended because somebody wanted it to, or because there was nothing left to do. */
  boolean endedOnPurpose() {
    return cancelled() || finished();
  }

  boolean cancelled() {
    return state.equals("CANCELED");
  }

  /** A job that reads topics finishes when it is stopped with a savepoint, and only then. */
  boolean finished() {
    return state.equals("FINISHED");
  }

  boolean active() {
    return !ENDED.contains(state);
  }
}
