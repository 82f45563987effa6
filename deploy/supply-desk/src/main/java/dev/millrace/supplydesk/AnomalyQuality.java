package dev.millrace.supplydesk;

import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import dev.millrace.supplychain.operator.AnomalyTypes;
import dev.millrace.supplychain.operator.DetectAnomalies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * How good an anomaly detector is on the Numenta Anomaly Benchmark.
 *
 * @param score of its scores
 * @param detector its name
 */
record AnomalyQuality(NabScore score, String detector) {
  private static final Duration RETENTION = Duration.ofDays(365);

  /** That of the job's detector, through its operator. */
  static AnomalyQuality of(List<LabelledSeries> all, AnomalyRules rules) {
    List<SeriesPoint> points = all.stream().flatMap(series -> series.points().stream()).toList();
    Collection<JudgedPoint> judged =
        Replay.run(
            points,
            AnomalyTypes.POINT,
            // One series after the other: time has no meaning between them.
            point -> 0,
            source ->
                source
                    .keyBy(SeriesPoint::series, Types.STRING)
                    .process(new DetectAnomalies(rules, RETENTION), AnomalyTypes.JUDGED)
                    .uid("detect-anomalies")
                    .name("detect anomalies"));
    Map<String, List<Double>> scores = new HashMap<>();
    for (JudgedPoint point : judged) {
      scores
          .computeIfAbsent(point.point().series(), name -> new ArrayList<>())
          .add(point.judgement().score());
    }
    return of(all, scores, "Millrace");
  }

  /** That of another detector. */
  static AnomalyQuality of(List<LabelledSeries> all, Map<String, double[]> scores) {
    Map<String, List<Double>> lists = new HashMap<>();
    scores.forEach(
        (name, values) -> {
          List<Double> list = new ArrayList<>();
          for (double value : values) {
            list.add(value);
          }
          lists.put(name, list);
        });
    return of(all, lists, "given scores");
  }

  private static AnomalyQuality of(
      List<LabelledSeries> all, Map<String, List<Double>> scores, String detector) {
    List<double[]> rows = new ArrayList<>();
    for (LabelledSeries series : all) {
      List<Double> own = scores.getOrDefault(series.name(), List.of());
      if (own.size() != series.points().size()) {
        throw new ToolException(
            "%s must have a score for each of %d points, got %d"
                .formatted(series.name(), series.points().size(), own.size()));
      }
      rows.add(own.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return new AnomalyQuality(NabScore.of(all, rows), detector);
  }

  /** The one threshold for all series with the highest score in the standard profile. */
  double bestThreshold() {
    return score.best(Profile.STANDARD).threshold();
  }

  Map<String, Object> tree(double threshold) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("standard", score.at(threshold, Profile.STANDARD));
    tree.put("low_fp", score.at(threshold, Profile.LOW_FALSE_POSITIVES));
    tree.put("low_fn", score.at(threshold, Profile.LOW_FALSE_NEGATIVES));
    tree.put("threshold", threshold);
    return tree;
  }

  /**
   * A table beside what is published.
   *
   * @param shipped the job's default threshold, shown too
   */
  String text(double threshold, double shipped) {
    TextTable table =
        new TextTable(
            "detector", "standard", "low FP", "low FN", "standard, published, on the three groups");
    for (Published.Detector other : Published.DETECTORS) {
      table.add(
          other.detector() + ", published on all files",
          other.standard(),
          other.lowFalsePositives(),
          other.lowFalseNegatives(),
          other.part());
    }
    row(table, threshold);
    if (shipped != threshold) {
      row(table, shipped);
    }
    return "%d windows%n%s".formatted(score.windows(), table);
  }

  private void row(TextTable table, double threshold) {
    table.add(
        String.format(Locale.ROOT, "%s, these files, threshold %.4f", detector, threshold),
        number(score.at(threshold, Profile.STANDARD)),
        number(score.at(threshold, Profile.LOW_FALSE_POSITIVES)),
        number(score.at(threshold, Profile.LOW_FALSE_NEGATIVES)),
        "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
