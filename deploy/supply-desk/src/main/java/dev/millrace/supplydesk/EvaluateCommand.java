package dev.millrace.supplydesk;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges the anomaly detector, or the forecast of late deliveries, on public data. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Judges detectors and forecasts on public data, through the job's own operators, and prints the results beside"
          + " published ones.",
      "NAB: scores of the anomaly detector in three profiles, with one threshold for all series.",
      "SCMS: AUC and average precision of the probability that a delivery is late, 14 days before it is due."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "NAB: file,timestamp,value. SCMS: its own columns. Plain or gzip; recognised by the first line.")
  private Path data;

  @Option(
      names = "--windows",
      paramLabel = "FILE",
      description =
          "NAB: file,window_start,window_end of the anomalies; default: nab-windows.csv beside the data.")
  private Path windows;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description =
          "NAB: detect and score with this threshold; default: detect with the shipped one, and score with the best for all series, too.")
  private Double threshold;

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description =
          "NAB: score another detector by its file,timestamp,anomaly_score, to check the scoring.")
  private Path scores;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "SCMS: first day that scored deliveries are due; default: ${DEFAULT-VALUE}.",
      defaultValue = "2013-01-01")
  private LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "SCMS: last day that scored deliveries are due; default: ${DEFAULT-VALUE}.",
      defaultValue = "2013-12-31")
  private LocalDate to;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    List<String> header = Csv.header(data);
    if (header.equals(SeriesData.POINTS)) {
      series();
    } else if (DeliveryData.isHeader(header)) {
      deliveries();
    } else {
      throw new ToolException(
          "%s: first line must be that of NAB points (%s) or of SCMS deliveries, got %s"
              .formatted(data, String.join(",", SeriesData.POINTS), String.join(",", header)));
    }
    return 0;
  }

  private void series() {
    if (threshold != null && !(threshold > 0 && threshold < 1)) {
      throw new ToolException("--threshold must be above 0 and below 1, got " + threshold);
    }
    List<LabelledSeries> all =
        SeriesData.read(data, windows == null ? data.resolveSibling("nab-windows.csv") : windows);
    AnomalyRules shipped = AnomalyRules.DEFAULT;
    AnomalyRules rules =
        threshold == null
            ? shipped
            : new AnomalyRules(threshold, shipped.quietPoints(), shipped.warmUpPoints());
    AnomalyQuality quality =
        scores == null
            ? AnomalyQuality.of(all, rules)
            : AnomalyQuality.of(all, SeriesData.scores(scores));
    double used = threshold == null ? quality.bestThreshold() : threshold;
    // Scores depend on the threshold that was detected with: after a detection there is quiet.
    double beside = scores == null && threshold == null ? shipped.threshold() : used;
    print(Map.of("nab", quality.tree(used)), quality.text(used, beside));
  }

  private void deliveries() {
    DelayQuality quality = DelayQuality.of(DeliveryData.read(data), from, to);
    print(Map.of("scms", quality.tree()), quality.text());
  }

  private void print(Map<String, Object> tree, String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(tree) : text);
    out.flush();
  }
}
