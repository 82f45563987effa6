package dev.millrace.drills;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The results of several drills, for a person and for a program. */
final class ResultsTable {

  private ResultsTable() {}

  static String text(List<Result> results) {
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
    for (Result result : results) {
      Timeline.Figures figures = result.figures();
      table.add(
          result.drill().name(),
          result.drill().title(),
          result.seed(),
          seconds(figures.recovery()),
          millis(figures.before()),
          millis(figures.during()),
          millis(figures.after()),
          seconds(figures.lagDrained()),
          seconds(figures.rowsDrained()),
          verdict(result));
    }
    return table.toString();
  }

  /** What one drill measured, for who watches while others are still to come. */
  static String line(Result result) {
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
    return result.audit().passed()
        ? "%d held".formatted(result.audit().held())
        : String.join("; ", result.audit().breaches());
  }

  static String json(List<Result> results) {
    List<Map<String, Object>> drills = results.stream().map(ResultsTable::tree).toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("passed", results.stream().allMatch(Result::passed));
    tree.put("drills", drills);
    return Json.line(tree);
  }

  private static Map<String, Object> tree(Result result) {
    Timeline.Figures figures = result.figures();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("drill", result.drill().name());
    tree.put("seed", result.seed());
    tree.put("strikes", result.drill().strikes());
    tree.put("recoveryMs", figures.recovery());
    figures.before().ifPresent(value -> tree.put("p99BeforeMs", value));
    figures.during().ifPresent(value -> tree.put("p99DuringMs", value));
    figures.after().ifPresent(value -> tree.put("p99AfterMs", value));
    tree.put("lagDrainedMs", figures.lagDrained());
    if (figures.rowsDrained() != Long.MAX_VALUE) {
      tree.put("rowsDrainedMs", figures.rowsDrained());
    }
    tree.put("invariantsHeld", result.audit().held());
    tree.put("breaches", result.audit().breaches());
    tree.put("passed", result.passed());
    return tree;
  }

  private static String seconds(long millis) {
    return millis == Long.MAX_VALUE ? "never" : String.format(Locale.ROOT, "%.1f", millis / 1000.0);
  }

  private static String millis(OptionalLong value) {
    return value.isEmpty() ? "-" : Long.toString(value.getAsLong());
  }
}
