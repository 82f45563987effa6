package dev.millrace.drills;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The results of several drills, for a person and for a program. */
final class ResultsTable {

  private ResultsTable() {}

  /** Whether there is proof: every drill ended, at least one, and each of them passed. */
  static boolean passed(List<Outcome> outcomes) {
    return !outcomes.isEmpty() && outcomes.stream().allMatch(Outcome::passed);
  }

  static String text(List<Outcome> outcomes) {
    TextTable table =
        new TextTable(
            "drill",
            "what",
            "seed",
            "recovery s",
            "p99 ms before",
            "during",
            "after",
            "lag drained s",
            "rows drained s",
            "audit");
    outcomes.forEach(outcome -> table.add(row(outcome)));
    return table.toString();
  }

  private static Object[] row(Outcome outcome) {
    List<Object> row =
        new ArrayList<>(List.of(outcome.drill().name(), outcome.drill().what(), outcome.seed()));
    if (outcome instanceof Result result) {
      Timeline.Figures figures = result.figures();
      row.addAll(
          List.of(
              seconds(figures.recovery()),
              millis(figures.before()),
              millis(figures.during()),
              millis(figures.after()),
              seconds(figures.lagDrained()),
              seconds(figures.rowsDrained()),
              verdict(result)));
    } else if (outcome instanceof Failure failure) {
      row.addAll(List.of("-", "-", "-", "-", "-", "-", failed(failure)));
    }
    return row.toArray();
  }

  private static String failed(Failure failure) {
    return "FAILED: " + failure.error().replaceAll("\\s+", " ");
  }

  /** What one drill measured, for who watches while others are still to come. */
  static String line(Outcome outcome) {
    return outcome instanceof Result result
        ? line(result)
        : "%s, seed %d: %s"
            .formatted(outcome.drill().name(), outcome.seed(), failed((Failure) outcome));
  }

  private static String line(Result result) {
    Timeline.Figures figures = result.figures();
    return "%s, seed %d: recovery %s s, p99 %s / %s / %s ms, lag drained %s s, rows drained %s s, %s"
        .formatted(
            result.drill().name(),
            result.seed(),
            seconds(figures.recovery()),
            millis(figures.before()),
            millis(figures.during()),
            millis(figures.after()),
            seconds(figures.lagDrained()),
            seconds(figures.rowsDrained()),
            verdict(result));
  }

  private static String verdict(Result result) {
    if (!result.audit().passed()) {
      return String.join("; ", result.audit().breaches());
    }
    String held = "%d held".formatted(result.audit().held());
    return result.audit().partly().isEmpty()
        ? held
        : held + ", in part " + String.join(", ", result.audit().partly());
  }

  static String json(List<Outcome> outcomes) {
    List<Map<String, Object>> drills = outcomes.stream().map(ResultsTable::tree).toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("passed", passed(outcomes));
    tree.put("drills", drills);
    return Json.line(tree);
  }

  private static Map<String, Object> tree(Outcome outcome) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("drill", outcome.drill().name());
    tree.put("seed", outcome.seed());
    tree.put("strikes", outcome.drill().strikes());
    if (outcome instanceof Result result) {
      tree.put("outageMs", result.figures().outage());
      putFigures(result, tree);
    } else if (outcome instanceof Failure failure) {
      tree.put("outageMs", failure.drill().outage().toMillis());
      tree.put("error", failure.error());
    }
    tree.put("passed", outcome.passed());
    return tree;
  }

  private static void putFigures(Result result, Map<String, Object> tree) {
    Timeline.Figures figures = result.figures();
    tree.put("recoveryMs", figures.recovery());
    figures.before().ifPresent(value -> tree.put("p99BeforeMs", value));
    figures.during().ifPresent(value -> tree.put("p99DuringMs", value));
    figures.after().ifPresent(value -> tree.put("p99AfterMs", value));
    tree.put("lagDrainedMs", figures.lagDrained());
    if (figures.rowsDrained() != Long.MAX_VALUE) {
      tree.put("rowsDrainedMs", figures.rowsDrained());
    }
    tree.put("invariantsHeld", result.audit().held());
    tree.put("heldInPart", result.audit().partly());
    tree.put("breaches", result.audit().breaches());
  }

  private static String seconds(long millis) {
    return millis == Long.MAX_VALUE ? "never" : String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }

  private static String millis(OptionalLong value) {
    return value.isEmpty() ? "-" : Long.toString(value.getAsLong());
  }
}
