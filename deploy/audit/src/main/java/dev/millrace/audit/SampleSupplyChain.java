package dev.millrace.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A small supply chain in which every invariant holds: one shipment that is late, one on time; the
 * alert of the late one is acknowledged, resolved and opened again; one command came too late.
 */
final class SampleSupplyChain {
  static final long NOON = Duration.ofDays(20_000).plusHours(12).toMillis(); // 2024-10-04
  static final Duration GRACE = Duration.ofHours(6);
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final String ALERT = "SHIPMENT:late:MISSED_MILESTONE";

  private SampleSupplyChain() {}

  static SupplyChain chain() {
    Place command = new Place(SupplyChain.COMMANDS, 0, 0);
    Place tooLate = new Place(SupplyChain.COMMANDS, 0, 1);
    List<AlertVersion> versions =
        List.of(
            version(1, "OPEN", "OPENED", null),
            version(2, "ACKNOWLEDGED", "ACKNOWLEDGED", command),
            version(3, AlertVersion.RESOLVED, "RESOLVED", null),
            version(4, "OPEN", "REOPENED", new Place(SupplyChain.PLANS, 0, 1)));
    Map<String, AlertVersion> history = new HashMap<>();
    versions.forEach(version -> history.put(version.id(), version));
    List<SupplyChain.Due> due =
        List.of(
            new SupplyChain.Due("DEPARTING", "CNSHA", NOON),
            new SupplyChain.Due("ARRIVING", "NLRTM", NOON + 100 * HOUR));
    Notification notification =
        new Notification(
            new Place(SupplyChain.NOTIFICATIONS, 0, 0),
            "n-1",
            "lena",
            "ALERT",
            "HIGH",
            NOON + 111 * HOUR,
            0,
            List.of(Notification.alert(ALERT, 1, "OPENED", "late is late")));
    return new SupplyChain(
        versions,
        Map.of(ALERT, versions.get(3)),
        history,
        List.of(notification),
        Map.of("n-1", notification),
        new SupplyChain.Later(Set.copyOf(history.keySet()), Set.of("n-1")),
        new LinkedHashMap<>(Map.of(command, "c-1", tooLate, "c-2")),
        List.of(
            new SupplyChain.Plan("late", 1, false, NOON, due),
            new SupplyChain.Plan("punctual", 1, false, NOON, due)),
        List.of(
            new SupplyChain.Step("late", "DEPARTING", "CNSHA", null, NOON),
            new SupplyChain.Step("punctual", "ARRIVING", "NLRTM", null, NOON + 100 * HOUR)),
        Set.of(tooLate),
        Set.of(),
        Map.of(
            new SupplyChain.Partition(SupplyChain.COMMANDS, 0), new SupplyChain.Span(0, 1),
            new SupplyChain.Partition(SupplyChain.PLANS, 0), new SupplyChain.Span(0, 1)),
        Set.of(),
        NOON + 200 * HOUR);
  }

  private static AlertVersion version(long number, String state, String change, Place source) {
    return new AlertVersion(
        new Place(SupplyChain.ALERTS, 0, number - 1),
        ALERT,
        number,
        state,
        change,
        "HIGH",
        "lena",
        NOON + (110 + number) * HOUR,
        null,
        20_000L,
        source,
        number,
        (int) number);
  }

  /** The same chain with other versions, rows of them all and the newest of each. */
  static SupplyChain with(SupplyChain chain, List<AlertVersion> versions) {
    Map<String, AlertVersion> history = new HashMap<>();
    Map<String, AlertVersion> current = new HashMap<>();
    for (AlertVersion version : versions) {
      history.putIfAbsent(version.id(), version);
      current.merge(
          version.alertId(),
          version,
          (one, other) -> other.version() > one.version() ? other : one);
    }
    return with(chain, versions, current, history, chain.refused());
  }

  static SupplyChain with(
      SupplyChain chain,
      List<AlertVersion> versions,
      Map<String, AlertVersion> current,
      Map<String, AlertVersion> history,
      Set<Place> refused) {
    return new SupplyChain(
        new ArrayList<>(versions),
        current,
        history,
        chain.notifications(),
        chain.notificationRows(),
        new SupplyChain.Later(
            versions.stream().map(AlertVersion::id).collect(Collectors.toSet()),
            chain.later().notifications()),
        chain.commands(),
        chain.plans(),
        chain.steps(),
        new HashSet<>(refused),
        chain.unwritten(),
        chain.spans(),
        chain.cut(),
        chain.readAt());
  }
}
