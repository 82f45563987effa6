package dev.millrace.supplydesk;

import dev.millrace.simulator.supply.Truth;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well alerts tell of what went wrong.
 *
 * <p>A disruption is found when an alert of its own subject, and of the kind that tells of it, says
 * something to its owner between its beginning and two days after its end: one that was open before
 * and has nothing new to say tells nobody. An alert that is opened is right if its subject suffers
 * from a disruption, at most ten days after that, or if what it says happens by chance: a shipment
 * or an order is late, a stock runs out. One that is suppressed, from its opening or later, is
 * right if its subject suffers from the disruption that its parent is about.
 */
final class DisruptionScore {
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 86_400_000;
  private static final long FOUND_WITHIN_MS = 2 * DAY_MS;
  private static final long SUFFERS_FOR_MS = 10 * DAY_MS;

  /** How long before it happens an alert may say that something is going to be late or gone. */
  private static final long AHEAD_MS = 15 * DAY_MS;

  /** What tells of a disruption, by the name of its kind. */
  private static final Map<String, AlertKind> TELLS =
      Map.of(
          "port-closure", AlertKind.LANE_DISRUPTION,
          "storm", AlertKind.LANE_DISRUPTION,
          "supplier-failure", AlertKind.SUPPLIER_DRIFT,
          "demand-spike", AlertKind.STOCK_OUT_RISK,
          "reefer-failure", AlertKind.COLD_CHAIN_EXCURSION,
          "data-outage", AlertKind.TELEMETRY_GAP);

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final Map<String, Integer> wrong = new TreeMap<>();
  private final List<Double> minutes = new ArrayList<>();
  private int silent;
  private int opened;
  private int right;
  private int caused;
  private int suppressed;
  private int wronglySuppressed;

  /** What is counted of one kind of disruption. */
  private static final class Kind {
    private int disruptions;
    private int alerts;
    private final Map<String, Integer> what = new TreeMap<>();
    private final List<Double> minutes = new ArrayList<>();
  }

  private DisruptionScore() {}

  /**
   * The score of alerts.
   *
   * @param alerts all their versions, in any order
   * @param from alerts before this count for nothing, milliseconds since 1970
   * @param to alerts from this on count for nothing, and disruptions that records tell of only
   *     then: where records end, all deadlines pass
   */
  static DisruptionScore of(
      Collection<SupplyAlert> alerts, List<Truth> truths, long from, long to) {
    DisruptionScore score = new DisruptionScore();
    Map<String, List<SupplyAlert>> versions = new TreeMap<>();
    alerts.stream()
        .sorted(Comparator.comparingLong(SupplyAlert::getVersion))
        .forEach(
            alert ->
                versions.computeIfAbsent(alert.getAlertId(), id -> new ArrayList<>()).add(alert));
    List<Truth> scripted = truths.stream().filter(truth -> !isChance(truth)).toList();
    scripted.forEach(truth -> score.find(truth, versions.values(), to));
    for (List<SupplyAlert> alert : versions.values()) {
      for (SupplyAlert version : alert) {
        long time = version.getEventTime().toEpochMilli();
        if (time >= from && time < to) {
          score.judge(version, scripted, truths);
        }
      }
    }
    return score;
  }

  /** Disruptions that records told of. */
  int disruptions() {
    return kinds.values().stream().mapToInt(kind -> kind.disruptions).sum();
  }

  /** Share of the disruptions that were found. */
  double recall() {
    return (double) minutes.size() / disruptions();
  }

  /** Share of the alerts that were opened that were right. */
  double precision() {
    return (double) right / opened;
  }

  /** Minutes of event time from the first evidence of a disruption to its alert. */
  double medianMinutes() {
    return median(minutes);
  }

  /** Alerts that people got because of a disruption, for each that was found. */
  double alertsPerDisruption() {
    return (double) caused / minutes.size();
  }

  int suppressed() {
    return suppressed;
  }

  int wronglySuppressed() {
    return wronglySuppressed;
  }

  /** As a JSON object. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("disruptions", disruptions());
    tree.put("recall", known(recall()));
    tree.put("precision", known(precision()));
    tree.put("median_minutes", known(medianMinutes()));
    tree.put("alerts_per_disruption", known(alertsPerDisruption()));
    tree.put("alerts", opened);
    tree.put("suppressed", suppressed);
    tree.put("wrongly_suppressed", wronglySuppressed);
    Map<String, Object> byKind = new LinkedHashMap<>();
    kinds.forEach(
        (name, kind) -> {
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("disruptions", kind.disruptions);
          figures.put("found", kind.minutes.size());
          figures.put("median_minutes", known(median(kind.minutes)));
          figures.put("alerts", kind.alerts);
          figures.put("alerts_by_kind", kind.what);
          byKind.put(name, figures);
        });
    tree.put("by_kind", byKind);
    tree.put("wrong", wrong);
    return tree;
  }

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%-18s %11s %6s %15s %7s",
        "disruption",
        "happened",
        "found",
        "median minutes",
        "alerts");
    kinds.forEach(
        (name, kind) ->
            line(
                text,
                "%-18s %11d %6d %15.1f %7d",
                name,
                kind.disruptions,
                kind.minutes.size(),
                median(kind.minutes),
                kind.alerts));
    kinds.forEach(
        (name, kind) ->
            kind.what.forEach((what, number) -> line(text, "%s: %d %s", name, number, what)));
    line(
        text,
        "recall %.3f, precision %.3f of %d alerts, median %.1f minutes from first evidence to alert",
        recall(),
        precision(),
        opened,
        medianMinutes());
    line(
        text,
        "%.2f alerts per disruption; %d suppressed, %d of them wrongly; %d disruptions that no record told of",
        alertsPerDisruption(),
        suppressed,
        wronglySuppressed,
        silent);
    wrong.forEach((kind, number) -> line(text, "wrong: %d %s", number, kind));
    return text.toString();
  }

  private void find(Truth truth, Collection<List<SupplyAlert>> alerts, long end) {
    if (truth.firstEvidence() >= end) {
      silent++;
      return;
    }
    Kind kind = kinds.computeIfAbsent(truth.kind(), name -> new Kind());
    kind.disruptions++;
    AlertKind tells = TELLS.get(truth.kind());
    alerts.stream()
        .flatMap(List::stream)
        .filter(version -> version.getKind() == tells)
        .filter(version -> subject(version).equals(truth.subject()))
        .filter(DisruptionScore::isOpen)
        .map(version -> version.getEventTime().toEpochMilli())
        .filter(time -> time >= truth.from() && time <= truth.to() + FOUND_WITHIN_MS && time < end)
        .min(Comparator.naturalOrder())
        .ifPresent(
            at -> {
              double late = Math.max(0, at - truth.firstEvidence()) / (double) MINUTE_MS;
              minutes.add(late);
              kind.minutes.add(late);
            });
  }

  private void judge(SupplyAlert version, List<Truth> scripted, List<Truth> truths) {
    AlertChange change = version.getChange();
    boolean begins = change == AlertChange.OPENED || change == AlertChange.REOPENED;
    boolean opens =
        version.getState() == AlertState.OPEN && (begins || change == AlertChange.RELEASED);
    long time = version.getEventTime().toEpochMilli();
    if (opens) {
      opened++;
      Optional<Truth> cause =
          scripted.stream().filter(truth -> suffers(truth, subject(version), time)).findFirst();
      cause.ifPresent(
          truth -> {
            caused++;
            Kind kind = kinds.computeIfAbsent(truth.kind(), name -> new Kind());
            kind.alerts++;
            kind.what.merge("%s %s".formatted(version.getKind(), change), 1, Integer::sum);
          });
      boolean byChance =
          truths.stream()
              .anyMatch(
                  truth ->
                      isChance(truth)
                          && truth.subject().equals(subject(version))
                          && time >= truth.from() - AHEAD_MS
                          && time <= truth.to());
      if (cause.isPresent() || byChance) {
        right++;
      } else {
        wrong.merge(
            "%s of %s".formatted(version.getKind(), version.getSubjectType()), 1, Integer::sum);
      }
    } else if (version.getState() == AlertState.SUPPRESSED
        && (begins || change == AlertChange.SUPPRESSED)) {
      suppressed++;
      String parent = version.getParentId();
      boolean belongs =
          scripted.stream()
              .anyMatch(
                  truth ->
                      parent.startsWith(truth.subject() + ":")
                          && suffers(truth, subject(version), time));
      if (!belongs) {
        wronglySuppressed++;
      }
    }
  }

  private static boolean suffers(Truth truth, String subject, long time) {
    return time >= truth.from()
        && time <= truth.to() + SUFFERS_FOR_MS
        && truth.affected().contains(subject);
  }

  private static boolean isOpen(SupplyAlert version) {
    return version.getState() == AlertState.OPEN
        || version.getState() == AlertState.ACKNOWLEDGED
        || version.getState() == AlertState.SNOOZED;
  }

  private static boolean isChance(Truth truth) {
    return truth.kind().startsWith("late-") || truth.kind().equals("stock-out");
  }

  private static String subject(SupplyAlert alert) {
    return Finding.subject(alert.getSubjectType(), alert.getSubjectId());
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? Double.NaN
        : Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1)
            .average()
            .orElseThrow();
  }

  /** What nothing was counted for is null in JSON, which has no NaN. */
  private static Double known(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }

  private static void line(StringBuilder text, String format, Object... figures) {
    text.append(String.format(Locale.ROOT, format, figures)).append(System.lineSeparator());
  }
}
