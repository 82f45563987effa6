package dev.millrace.supplychain.domain.coldchain;

import dev.millrace.suite.Source;
import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says when goods were outside their range for longer than they stand, and when a sensor is silent.
 */
public final class SensorWatch {
  private static final double MINUTE_MS = 60_000;

  private final ColdChainPolicy policy;

  public SensorWatch(ColdChainPolicy policy) {
    this.policy = policy;
  }

  /**
   * A moment at which a sensor is looked at.
   *
   * @param now milliseconds since 1970
   * @param source the input record that caused it; null where time passing did
   */
  public record Moment(long now, Source source) {}

  /**
   * What comes of looking at a sensor.
   *
   * @param log the log as it is to be kept; null if the sensor is not followed any more
   * @param findings what there is to say
   */
  public record Verdict(SensorLog log, List<Finding> findings) {}

  /** Looks at a sensor. */
  public Verdict look(String deviceId, SensorLog log, Moment at) {
    // A reading that is late says something of the past; looked at is the present.
    Moment moment = new Moment(Math.max(at.now(), log.heardAt()), at.source());
    long abandonAt = log.heardAt() + policy.abandonAfter().toMillis();
    if (moment.now() >= abandonAt) {
      return new Verdict(null, abandoned(deviceId, log, moment));
    }
    List<Finding> findings = new ArrayList<>();
    Exposure exposure = log.exposure(policy);
    SensorLog looked = excursion(deviceId, log, exposure, moment, findings);
    looked = gap(deviceId, looked, moment, findings);
    long checkAt = abandonAt;
    if (looked.gapSince() == Exposure.NEVER) {
      checkAt = Math.min(checkAt, looked.missingAt(policy));
    }
    if (looked.excursionSince() == Exposure.NEVER && exposure.isOutside()) {
      checkAt = Math.min(checkAt, exposure.time() + graceMs(looked) - exposure.outsideMs());
    }
    return new Verdict(looked.checkedAt(checkAt), findings);
  }

  private SensorLog excursion(
      String deviceId, SensorLog log, Exposure exposure, Moment moment, List<Finding> findings) {
    boolean raised = log.excursionSince() != Exposure.NEVER;
    long outsideMs = exposure.outsideMsAt(moment.now());
    if (exposure.outsideSince() == Exposure.NEVER || outsideMs < graceMs(log)) {
      if (!raised) {
        return log;
      }
      findings.add(
          finding(
              AlertKind.COLD_CHAIN_EXCURSION,
              deviceId,
              Finding.Status.CLEARED,
              log.excursionSince(),
              moment,
              Stake.UNKNOWN,
              text("%s %s is not outside its range any more", deviceId, log.place()),
              Map.of(),
              null));
      return log.excursion(Exposure.NEVER, 0);
    }
    if (raised && outsideMs < 2 * log.excursionMs()) {
      return log;
    }
    TemperatureRange range = policy.classes().of(log.productClass());
    Map<String, Double> evidence = new TreeMap<>();
    evidence.put("celsius", exposure.celsius());
    evidence.put("peak_celsius", exposure.peakCelsius());
    evidence.put("mean_kinetic_celsius", exposure.meanKineticCelsius());
    evidence.put("outside_minutes", outsideMs / MINUTE_MS);
    evidence.put("degree_minutes", degreeMinutes(exposure, range, moment.now()));
    evidence.put("grace_minutes", range.grace().toMillis() / MINUTE_MS);
    if (range.low() != Double.NEGATIVE_INFINITY) {
      evidence.put("low_celsius", range.low());
    }
    if (range.high() != Double.POSITIVE_INFINITY) {
      evidence.put("high_celsius", range.high());
    }
    findings.add(
        finding(
            AlertKind.COLD_CHAIN_EXCURSION,
            deviceId,
            Finding.Status.RAISED,
            exposure.outsideSince(),
            moment,
            new Stake(null, null, moment.now(), log.owner(), List.of()),
            text(
                "%s %s: %s goods were outside %s for %.0f minutes, at up to %.1f C",
                deviceId,
                log.place(),
                log.productClass(),
                words(range),
                outsideMs / MINUTE_MS,
                exposure.peakCelsius()),
            evidence,
            inspect(
                log,
                text(
                    "%.0f minutes outside %s, %.0f are allowed; mean kinetic temperature since then %.1f C",
                    outsideMs / MINUTE_MS,
                    words(range),
                    range.grace().toMillis() / MINUTE_MS,
                    exposure.meanKineticCelsius()))));
    return log.excursion(exposure.outsideSince(), outsideMs);
  }

  private SensorLog gap(String deviceId, SensorLog log, Moment moment, List<Finding> findings) {
    boolean raised = log.gapSince() != Exposure.NEVER;
    boolean missing = moment.now() >= log.missingAt(policy);
    if (raised == missing) {
      return log;
    }
    Map<String, Double> evidence = new TreeMap<>();
    evidence.put("interval_minutes", log.intervalMs() / MINUTE_MS);
    if (raised) {
      evidence.put("silent_minutes", (log.heardAt() - log.gapSince()) / MINUTE_MS);
      findings.add(
          finding(
              AlertKind.TELEMETRY_GAP,
              deviceId,
              Finding.Status.CLEARED,
              log.gapSince(),
              moment,
              Stake.UNKNOWN,
              text("%s %s is heard again", deviceId, log.place()),
              evidence,
              null));
      return log.gap(Exposure.NEVER);
    }
    double silent = (moment.now() - log.heardAt()) / MINUTE_MS;
    evidence.put("silent_minutes", silent);
    TemperatureRange range = policy.classes().of(log.productClass());
    // If the range was left right after the newest reading, goods stand it until then.
    Long impactAt =
        range == null
            ? null
            : Long.valueOf(Math.max(moment.now(), log.heardAt() + range.grace().toMillis()));
    findings.add(
        finding(
            AlertKind.TELEMETRY_GAP,
            deviceId,
            Finding.Status.RAISED,
            log.heardAt(),
            moment,
            new Stake(null, null, impactAt, log.owner(), List.of()),
            text(
                "%s %s is silent for %.0f minutes, a reading is due every %.1f",
                deviceId, log.place(), silent, log.intervalMs() / MINUTE_MS),
            evidence,
            inspect(
                log,
                text(
                    "%.1f readings are missing, one every %.1f minutes",
                    silent * MINUTE_MS / log.intervalMs(), log.intervalMs() / MINUTE_MS))));
    return log.gap(log.heardAt());
  }

  private List<Finding> abandoned(String deviceId, SensorLog log, Moment moment) {
    List<Finding> findings = new ArrayList<>();
    String summary =
        text(
            "%s was not heard of for %d hours and is not followed any more",
            deviceId, policy.abandonAfter().toHours());
    if (log.excursionSince() != Exposure.NEVER) {
      findings.add(
          finding(
              AlertKind.COLD_CHAIN_EXCURSION,
              deviceId,
              Finding.Status.CLEARED,
              log.excursionSince(),
              moment,
              Stake.UNKNOWN,
              summary,
              Map.of(),
              null));
    }
    if (log.gapSince() != Exposure.NEVER) {
      findings.add(
          finding(
              AlertKind.TELEMETRY_GAP,
              deviceId,
              Finding.Status.CLEARED,
              log.gapSince(),
              moment,
              Stake.UNKNOWN,
              summary,
              Map.of(),
              null));
    }
    return findings;
  }

  private long graceMs(SensorLog log) {
    return policy.classes().of(log.productClass()).grace().toMillis();
  }

  private static double degreeMinutes(Exposure exposure, TemperatureRange range, long now) {
    double since = exposure.isOutside() ? Math.max(0, now - exposure.time()) / MINUTE_MS : 0;
    return exposure.degreeMinutes() + range.excess(exposure.celsius()) * since;
  }

  private static RecommendedAction inspect(SensorLog log, String arithmetic) {
    return RecommendedAction.newBuilder()
        .setKind(ActionKind.INSPECT)
        .setTarget(log.shipmentId() != null ? log.shipmentId() : log.locationId())
        .setArithmetic(arithmetic)
        .build();
  }

  private static String words(TemperatureRange range) {
    if (range.low() == Double.NEGATIVE_INFINITY) {
      return text("%.1f C or colder", range.high());
    }
    return range.high() == Double.POSITIVE_INFINITY
        ? text("%.1f C or warmer", range.low())
        : text("%.1f to %.1f C", range.low(), range.high());
  }

  private static Finding finding(
      AlertKind kind,
      String deviceId,
      Finding.Status status,
      long since,
      Moment moment,
      Stake stake,
      String summary,
      Map<String, Double> evidence,
      RecommendedAction action) {
    return new Finding(
        kind,
        SubjectType.SENSOR,
        deviceId,
        status,
        since,
        moment.now(),
        stake,
        summary,
        evidence,
        action,
        List.of(),
        moment.source());
  }

  private static String text(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
