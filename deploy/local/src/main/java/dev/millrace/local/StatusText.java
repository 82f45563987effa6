package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A status as tables. */
record StatusText(Status status) {
  private static final String PARTS = "%-16s %-14s %8s %9s %8s %9s  %s%n";
  private static final String JOBS = "%-22s %-11s %9s %9s %16s  %s%n";

  StatusText {
    requireNonNull(status);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(PARTS.formatted("COMPONENT", "STATE", "PID", "UP", "MEMORY", "RESTARTS", "PORTS"));
    for (Status.Part part : status.parts()) {
      text.append(
          PARTS.formatted(
              part.name(),
              part.state(),
              shown(part.pid()),
              part.uptime().map(StatusText::shown).orElse("-"),
              part.memory().isPresent() ? megabytes(part.memory().getAsLong()) : "-",
              part.restarts(),
              part.ports().values().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(" "))));
    }
    text.append("memory of all: %s%n".formatted(megabytes(status.memory())));
    if (!status.jobs().isEmpty()) {
      text.append(System.lineSeparator());
      text.append(JOBS.formatted("JOB", "STATE", "UP", "RESTARTS", "LAST CHECKPOINT", "ID"));
    }
    for (Status.Job job : status.jobs()) {
      text.append(
          JOBS.formatted(
              job.name(),
              job.state(),
              shown(job.uptime()),
              shown(job.restarts()),
              job.lastCheckpoint()
                  .map(time -> shown(Duration.between(time, Instant.now())) + " ago")
                  .orElse("-"),
              job.id()));
    }
    for (Status.Job job : status.jobs()) {
      job.failure()
          .ifPresent(reason -> text.append("%s is FAILED: %s%n".formatted(job.name(), reason)));
    }
    if (status.jobs().stream().anyMatch(job -> job.state().equals("LOST"))) {
      text.append(
              "A job is LOST when the cluster ended without scripts/down: scripts/up brings it back.")
          .append(System.lineSeparator());
    }
    return text.toString().stripTrailing();
  }

  private static String shown(OptionalLong number) {
    return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
  }

  static String shown(Duration duration) {
    if (duration.toDays() > 0) {
      return "%dd %dh".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%dh %dm".formatted(duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? "%dm %ds".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%ds".formatted(Math.max(0, duration.toSeconds()));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%d MB", bytes >> 20);
  }
}
