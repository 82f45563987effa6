package dev.millrace.sql;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.millrace.console.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a replay did: all counts, and the first few dead letters of each kind. */
final class ReplayReport {
  private static final int SHOWN_OF_A_KIND = 20;

  private final ReplayKind kind;
  private final List<ReplayOutcome> shown = new ArrayList<>();
  private final EnumMap<Obstacle, Long> left = new EnumMap<>(Obstacle.class);
  private long sent;

  ReplayReport(ReplayKind kind) {
    this.kind = requireNonNull(kind);
  }

  void add(ReplayOutcome outcome) {
    long ofTheKind;
    if (outcome.obstacle().isPresent()) {
      ofTheKind = left.merge(outcome.obstacle().get(), 1L, Long::sum);
    } else {
      ofTheKind = ++sent;
    }
    if (ofTheKind <= SHOWN_OF_A_KIND) {
      shown.add(outcome);
    }
  }

  /** Whether one was kept back by this. */
  boolean has(Obstacle obstacle) {
    return left.containsKey(obstacle);
  }

  /** How many dead letters were looked at. */
  long selected() {
    return sent + notSent();
  }

  /** Table and summary for a person. */
  String text() {
    if (selected() == 0) {
      return "No dead letter to replay.\n";
    }
    TextTable table = new TextTable("ID", "REASON", "ATTEMPT", kind.heading());
    shown.forEach(
        o ->
            table.add(
                o.id(),
                o.reason().isEmpty() ? "-" : o.reason(),
                o.attempt() == 0 ? "-" : o.attempt(),
                what(o)));
    long more = selected() - shown.size();
    return "%s%s%s\n"
        .formatted(table, more == 0 ? "" : "... and %d more\n".formatted(more), summary());
  }

  /** The figures for a program. */
  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("selected", selected());
    figures.put("replayed", kind == ReplayKind.LIVE ? sent : 0L);
    figures.put("replayable", sent);
    Map<String, Long> skipped = new TreeMap<>();
    left.forEach((obstacle, count) -> skipped.put(obstacle.code(), count));
    figures.put("skipped", skipped);
    figures.put("dryRun", kind == ReplayKind.DRY);
    figures.put("letters", shown.stream().map(ReplayReport::figures).toList());
    return figures;
  }

  /** One line on those that were not replayed, with counts by cause; empty if there are none. */
  Optional<String> complaint() {
    if (left.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%d of %d %s: %s"
            .formatted(
                notSent(),
                selected(),
                kind.notSent(),
                left.entrySet().stream()
                    .map(
                        e ->
                            "%d %s (%s)"
                                .formatted(e.getValue(), e.getKey().code(), e.getKey().meaning()))
                    .collect(joining(", "))));
  }

  private String summary() {
    return "%d of %d dead letters %s.".formatted(sent, selected(), kind.sent());
  }

  private long notSent() {
    return left.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String what(ReplayOutcome outcome) {
    return outcome.obstacle().map(o -> o.code() + ": " + outcome.text()).orElse(outcome.text());
  }

  private static Map<String, Object> figures(ReplayOutcome outcome) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("id", outcome.id());
    figures.put("reason", outcome.reason());
    figures.put("attempt", outcome.attempt());
    figures.put("skipped", outcome.obstacle().map(Obstacle::code).orElse(null));
    figures.put("text", outcome.text());
    return figures;
  }
}
