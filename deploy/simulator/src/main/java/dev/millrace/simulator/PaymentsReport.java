package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.Sent;
import dev.millrace.simulator.measure.DecisionTally;
import dev.millrace.simulator.payments.BadRecordKind;
import dev.millrace.simulator.payments.FraudScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a run did and what came of it, for a person and for a program. */
final class PaymentsReport {
  private static final Duration LAG_WORTH_A_WORD = Duration.ofSeconds(1);
  private static final Map<String, Double> PERCENTILES = percentiles();

  private final Optional<Long> seed;
  private final Pace pace;
  private final Sent sent;
  private final Optional<DecisionTally> tally;
  private final Duration timeout;
  private final boolean interrupted;

  PaymentsReport(
      Optional<Long> seed,
      Pace pace,
      Sent sent,
      Optional<DecisionTally> tally,
      Duration timeout,
      boolean interrupted) {
    this.seed = requireNonNull(seed, "seed");
    this.pace = requireNonNull(pace, "pace");
    this.sent = requireNonNull(sent, "sent");
    this.tally = requireNonNull(tally, "tally");
    this.timeout = requireNonNull(timeout, "timeout");
    this.interrupted = interrupted;
  }

  /** Why the run is a failure, in a line; empty if it is none. */
  Optional<String> complaint() {
    if (interrupted) {
      return tally.flatMap(this::interruptedComplaint);
    }
    if (sent.payments() == 0) {
      return Optional.of("no payment lies in the days asked for");
    }
    return tally
        .filter(decisions -> decisions.distinct() < decisions.expected())
        .map(
            decisions ->
                String.format(
                    Locale.ROOT,
                    "%,d of %,d payments have no decision, and none came for %d s",
                    decisions.expected() - decisions.distinct(),
                    decisions.expected(),
                    timeout.toSeconds()));
  }

  /** Of a run that waits for decisions: all may be sent and decided in spite of an interruption. */
  private Optional<String> interruptedComplaint(DecisionTally decisions) {
    if (decisions.distinct() < decisions.expected()) {
      return Optional.of("interrupted before all was decided");
    }
    return sent.isCutShort() ? Optional.of("interrupted before all was sent") : Optional.empty();
  }

  /** One JSON object, on one line. */
  String json() {
    return Json.text(tree());
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", seed.isPresent() ? "synthetic" : "replay");
    seed.ifPresent(value -> tree.put("seed", value));
    tree.put("payments", sent.payments());
    tree.put("labels", sent.labels());
    tree.put("bad", sent.bad());
    if (sent.bad() > 0) {
      Map<String, Object> kinds = new LinkedHashMap<>();
      sent.badByKind().forEach((kind, count) -> kinds.put(kind.label(), count));
      tree.put("badByKind", kinds);
    }
    if (!sent.paymentsByVersion().isEmpty()) {
      Map<String, Object> versions = new LinkedHashMap<>();
      sent.paymentsByVersion().forEach((version, count) -> versions.put("v" + version, count));
      tree.put("paymentsByVersion", versions);
    }
    Map<String, Object> scenarios = new LinkedHashMap<>();
    sent.paymentsByScenario().forEach((scenario, count) -> scenarios.put(label(scenario), count));
    tree.put("paymentsByScenario", scenarios);
    if (sent.firstEventTime() != Long.MIN_VALUE) {
      tree.put("firstEventTime", Instant.ofEpochMilli(sent.firstEventTime()).toString());
      tree.put("lastEventTime", Instant.ofEpochMilli(sent.lastEventTime()).toString());
    }
    tree.put("seconds", round(seconds(), 3));
    tree.put("paymentsPerSecond", round(perSecond(), 1));
    tree.put("pace", pace instanceof Pace.Steady steady ? steady.rate() : "fast");
    tree.put("maxLagMs", sent.maxLag().toMillis());
    tally.ifPresent(decisions -> tree.put("decisions", decisionTree(decisions)));
    return tree;
  }

  private static Map<String, Object> decisionTree(DecisionTally tally) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("expected", tally.expected());
    tree.put("decided", tally.read());
    tree.put("distinct", tally.distinct());
    tree.put("missing", tally.expected() - tally.distinct());
    tree.put("duplicates", tally.duplicates());
    tree.put("undecodable", tally.undecodable());
    tree.put("outcomes", tally.byOutcome());
    Map<String, Object> latency = new LinkedHashMap<>();
    Histogram micros = tally.latencyMicros();
    latency.put("measured", micros.getTotalCount());
    if (micros.getTotalCount() > 0) {
      PERCENTILES.forEach(
          (name, percentile) ->
              latency.put(name, round(micros.getValueAtPercentile(percentile) / 1000.0, 3)));
    }
    tree.put("latencyMs", latency);
    Caught fraud = new Caught(tally, true);
    tree.put("fraudDecided", fraud.decided);
    tree.put("fraudCaught", fraud.flagged);
    tree.put("fraudCaughtShare", round(fraud.share(), 4));
    Map<String, Object> scenarios = new LinkedHashMap<>();
    for (FraudScenario scenario : FraudScenario.values()) {
      Caught caught = new Caught(tally, scenario);
      if (scenario.fraud() && caught.decided > 0) {
        scenarios.put(label(scenario), round(caught.share(), 4));
      }
    }
    tree.put("fraudCaughtShareByScenario", scenarios);
    Caught legitimate = new Caught(tally, false);
    tree.put("falsePositives", legitimate.flagged);
    tree.put("falsePositiveShare", round(legitimate.share(), 6));
    return tree;
  }

  /** Payments with a decision, and those of them that were reviewed or declined. */
  private static final class Caught {
    private long decided;
    private long flagged;

    Caught(DecisionTally tally, FraudScenario scenario) {
      add(tally, scenario);
    }

    Caught(DecisionTally tally, boolean fraud) {
      for (FraudScenario scenario : FraudScenario.values()) {
        if (scenario.fraud() == fraud) {
          add(tally, scenario);
        }
      }
    }

    private void add(DecisionTally tally, FraudScenario scenario) {
      for (Outcome outcome : Outcome.values()) {
        long count = tally.decided(scenario, outcome);
        decided += count;
        flagged += outcome == Outcome.APPROVE ? 0 : count;
      }
    }

    double share() {
      return decided == 0 ? 0 : (double) flagged / decided;
    }
  }

  /** Several lines for a person. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "sent        %,d payments in %.1f s (%,.0f/s), %,d labels, %,d bad",
        sent.payments(),
        seconds(),
        perSecond(),
        sent.labels(),
        sent.bad());
    seed.ifPresent(value -> line(text, "seed        %d", value));
    if (sent.firstEventTime() != Long.MIN_VALUE) {
      line(
          text,
          "event time  %s to %s",
          Instant.ofEpochMilli(sent.firstEventTime()),
          Instant.ofEpochMilli(sent.lastEventTime()));
    }
    if (!sent.paymentsByVersion().isEmpty()) {
      line(text, "versions    %s", versionText());
    }
    line(text, "fraud       %s", fraudText());
    if (sent.bad() > 0) {
      line(text, "bad         %s", badText());
    }
    if (sent.maxLag().compareTo(LAG_WORTH_A_WORD) > 0) {
      line(
          text,
          "behind      up to %.1f s late: more than the broker or this machine takes at that rate",
          sent.maxLag().toMillis() / 1000.0);
    }
    tally.ifPresent(decisions -> decisionText(text, decisions));
    return text.toString().stripTrailing();
  }

  private String versionText() {
    return sent.paymentsByVersion().entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "v%d %,d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String fraudText() {
    StringBuilder text = new StringBuilder();
    long fraud = 0;
    for (Map.Entry<FraudScenario, Long> entry : sent.paymentsByScenario().entrySet()) {
      if (entry.getKey().fraud() && entry.getValue() > 0) {
        fraud += entry.getValue();
        text.append(text.isEmpty() ? "" : ", ")
            .append(String.format(Locale.ROOT, "%s %,d", label(entry.getKey()), entry.getValue()));
      }
    }
    return String.format(
        Locale.ROOT,
        "%,d payments (%.2f %%)%s",
        fraud,
        sent.payments() == 0 ? 0 : 100.0 * fraud / sent.payments(),
        text.isEmpty() ? "" : ": " + text);
  }

  private String badText() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<BadRecordKind, Long> entry : sent.badByKind().entrySet()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(String.format(Locale.ROOT, "%s %,d", entry.getKey().label(), entry.getValue()));
    }
    return text.toString();
  }

  private static void decisionText(StringBuilder text, DecisionTally tally) {
    line(
        text,
        "decided     %,d of %,d payments; %,d decisions read, %,d of them repeated",
        tally.distinct(),
        tally.expected(),
        tally.read(),
        tally.duplicates());
    if (tally.undecodable() > 0) {
      line(text, "left out    %,d records that are no decisions", tally.undecodable());
    }
    StringBuilder outcomes = new StringBuilder();
    tally
        .byOutcome()
        .forEach(
            (outcome, count) ->
                outcomes
                    .append(outcomes.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %,d", outcome, count)));
    line(text, "outcomes    %s", outcomes);
    Histogram micros = tally.latencyMicros();
    if (micros.getTotalCount() > 0) {
      StringBuilder latency = new StringBuilder();
      PERCENTILES.forEach(
          (name, percentile) ->
              latency
                  .append(latency.isEmpty() ? "" : ", ")
                  .append(
                      String.format(
                          Locale.ROOT,
                          "%s %.1f ms",
                          name,
                          micros.getValueAtPercentile(percentile) / 1000.0)));
      line(text, "latency     %s (when due to decision read)", latency);
    }
    Caught fraud = new Caught(tally, true);
    Caught legitimate = new Caught(tally, false);
    line(
        text,
        "caught      %,d of %,d frauds (%.1f %%) reviewed or declined; %,d of %,d others too (%.2f %%)",
        fraud.flagged,
        fraud.decided,
        100 * fraud.share(),
        legitimate.flagged,
        legitimate.decided,
        100 * legitimate.share());
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }

  private double seconds() {
    return sent.elapsed().toNanos() / 1e9;
  }

  private double perSecond() {
    return seconds() > 0 ? sent.payments() / seconds() : 0;
  }

  private static double round(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }

  private static String label(FraudScenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Double> percentiles() {
    Map<String, Double> percentiles = new LinkedHashMap<>();
    percentiles.put("p50", 50.0);
    percentiles.put("p90", 90.0);
    percentiles.put("p99", 99.0);
    percentiles.put("p99.9", 99.9);
    percentiles.put("max", 100.0);
    return percentiles;
  }
}
