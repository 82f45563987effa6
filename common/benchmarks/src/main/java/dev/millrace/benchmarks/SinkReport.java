package dev.millrace.benchmarks;

import dev.millrace.common.delivery.WriteMode;
import dev.millrace.common.delivery.WritingWay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How many rows a second each way wrote.
 *
 * @param rowsPerSecond medians, of all writers together
 */
record SinkReport(Map<Case, Double> rowsPerSecond) {

  /** What is measured. */
  record Case(WriteMode mode, int writers, WritingWay way) {
    private Case with(WritingWay other) {
      return new Case(mode, writers, other);
    }

    private String title() {
      return "%s, %d writer%s"
          .formatted(
              mode.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              writers,
              writers == 1 ? "" : "s");
    }
  }

  SinkReport {
    rowsPerSecond = new LinkedHashMap<>(rowsPerSecond);
  }

  static SinkReport of(Map<Case, List<Double>> rounds) {
    Map<Case, Double> medians = new LinkedHashMap<>();
    rounds.forEach(
        (each, values) ->
            medians.put(each, values.stream().sorted().toList().get(values.size() / 2)));
    return new SinkReport(medians);
  }

  private double ratio(Case each) {
    return rowsPerSecond.get(each) / rowsPerSecond.get(each.with(WritingWay.PLAIN_JDBC));
  }

  /** For a program. */
  Map<String, Object> tree() {
    List<Map<String, Object>> cases = new ArrayList<>();
    rowsPerSecond.forEach(
        (each, rows) -> {
          Map<String, Object> tree = new LinkedHashMap<>();
          tree.put("mode", each.mode().name());
          tree.put("writers", each.writers());
          tree.put("way", each.way().name());
          tree.put("rowsPerSecond", Math.round(rows));
          tree.put("ratio", Math.round(ratio(each) * 100) / 100.0);
          cases.add(tree);
        });
    return Map.of("sink", cases);
  }

  /** For a person. */
  String text() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-32s", "rows/s (ratio)"));
    for (WritingWay way : WritingWay.values()) {
      text.append(String.format(Locale.ROOT, " %17s", way.title()));
    }
    rowsPerSecond.forEach(
        (each, rows) -> {
          if (each.way() == WritingWay.PLAIN_JDBC) {
            text.append(String.format(Locale.ROOT, "%n%-32s", each.title()));
          }
          text.append(String.format(Locale.ROOT, " %10.0f (%.2f)", rows, ratio(each)));
        });
    return text.append('\n').toString();
  }
}
