package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The invariants of the supply chain's alerts, each a function of the evidence. */
final class SupplyInvariants {

  /** The job waits so long for records that it may yet catch up with, see clock.max-hold. */
  private static final Duration SLACK = Duration.ofMinutes(6);

  private final SupplyChain chain;
  private final Duration grace;

  /** By {@link AlertVersion#id()}: the copy on the topic that counts, which is the first. */
  private final Map<String, AlertVersion> firstCopies = new LinkedHashMap<>();

  /** By alert, by version. */
  private final Map<String, TreeMap<Long, AlertVersion>> lives = new LinkedHashMap<>();

  /**
   * Prepares the checks.
   *
   * @param grace longest that a step of a shipment may be late before it is missed
   */
  SupplyInvariants(SupplyChain chain, Duration grace) {
    this.chain = requireNonNull(chain);
    this.grace = requireNonNull(grace);
    for (AlertVersion version : chain.versions()) {
      firstCopies.putIfAbsent(version.id(), version);
    }
    firstCopies
        .values()
        .forEach(
            version ->
                lives
                    .computeIfAbsent(version.alertId(), alert -> new TreeMap<>())
                    .put(version.version(), version));
  }

  /** Every invariant in its order. */
  List<Finding> check() {
    List<Finding> findings =
        List.of(
            everyVersionIsARow(),
            oneContentPerVersion(),
            livesInOrder(),
            everySourceExists(),
            everyCommandIsAnswered(),
            everyMissedDeadlineHasAnAlert());
    if (chain.versions().isEmpty() && chain.plans().isEmpty() && chain.commands().isEmpty()) {
      findings.forEach(finding -> finding.skip("nothing on the supply chain's topics"));
    }
    return findings;
  }

  private Finding everyVersionIsARow() {
    Finding finding =
        new Finding(
            "S1", "alerts have every version; the table the highest, the history all of them");
    boolean whole = !chain.cut().contains(SupplyChain.ALERTS);
    lives.forEach(
        (alert, life) -> {
          long expected = whole ? 1 : life.firstKey();
          for (AlertVersion version : life.values()) {
            if (version.version() != expected) {
              finding.breach(
                  "%s goes from %d to %d".formatted(alert, expected - 1, version.version()));
            }
            expected = version.version() + 1;
          }
          AlertVersion newest = life.lastEntry().getValue();
          AlertVersion row = chain.current().get(alert);
          boolean written = !chain.isRefused("supply.alerts", newest.place());
          if (written && (row == null || !follows(row, newest))) {
            finding.breach(
                "%s is at %d, its row at %s"
                    .formatted(alert, newest.version(), row == null ? "none" : row.version()));
          }
        });
    firstCopies.forEach(
        (id, version) -> {
          if (!chain.history().containsKey(id)
              && !chain.isRefused("supply.alert_history", version.place())) {
            finding.breach("not in the history: " + id);
          }
        });
    if (whole) {
      chain.history().keySet().stream()
          .filter(id -> !chain.later().versions().contains(id))
          .forEach(id -> finding.breach("in the history, not on the topic: " + id));
    }
    for (Notification notification : chain.notifications()) {
      if (!chain.notificationRows().containsKey(notification.id())
          && !chain.isRefused("supply.notifications", notification.place())) {
        finding.breach("notification without a row: " + notification.id());
      }
    }
    noRowWithoutRecord(finding);
    finding.checked(firstCopies.size() + lives.size() + chain.notifications().size());
    finding.note(
        "%,d versions of %,d alerts, %,d notifications"
            .formatted(firstCopies.size(), lives.size(), chain.notifications().size()));
    return finding;
  }

  /** A row may have become newer since the topic was read; then the topic has it later. */
  private boolean follows(AlertVersion row, AlertVersion newest) {
    return row.version() == newest.version()
        || (row.version() > newest.version() && chain.later().versions().contains(row.id()));
  }

  private void noRowWithoutRecord(Finding finding) {
    if (chain.cut().contains(SupplyChain.ALERTS)) {
      finding.note(incomplete(SupplyChain.ALERTS));
    } else {
      chain.current().values().stream()
          .map(AlertVersion::id)
          .filter(id -> !chain.later().versions().contains(id))
          .forEach(id -> finding.breach("an alert's row, not on the topic: " + id));
    }
    if (chain.cut().contains(SupplyChain.NOTIFICATIONS)) {
      finding.note(incomplete(SupplyChain.NOTIFICATIONS));
    } else {
      chain.notificationRows().keySet().stream()
          .filter(id -> !chain.later().notifications().contains(id))
          .forEach(id -> finding.breach("a notification's row, not on the topic: " + id));
    }
  }

  private static String incomplete(String topic) {
    return "incomplete: Kafka has deleted records of %s, so rows without a record are not looked for"
        .formatted(topic);
  }

  private Finding oneContentPerVersion() {
    Finding finding =
        new Finding("S2", "one content for each version of an alert, and for each notification");
    for (AlertVersion version : chain.versions()) {
      AlertVersion first = firstCopies.get(version.id());
      if (first.digest() != version.digest()) {
        finding.breach(
            "%s is one at %s, another at %s"
                .formatted(version.id(), first.place(), version.place()));
      }
    }
    firstCopies.forEach(
        (id, version) -> {
          AlertVersion row = chain.history().get(id);
          if (row != null && !row.sameContent(version)) {
            finding.breach("the history's row is another: " + id);
          }
        });
    chain
        .current()
        .forEach(
            (alert, row) -> {
              AlertVersion version = firstCopies.get(row.id());
              if (version != null && !row.sameContent(version)) {
                finding.breach("the row is another: " + row.id());
              }
            });
    oneContentPerNotification(finding);
    finding.checked(
        chain.versions().size()
            + chain.history().size()
            + chain.current().size()
            + chain.notifications().size()
            + chain.notificationRows().size());
    return finding;
  }

  private void oneContentPerNotification(Finding finding) {
    Map<String, Notification> first = new LinkedHashMap<>();
    for (Notification notification : chain.notifications()) {
      Notification before = first.putIfAbsent(notification.id(), notification);
      if (before != null && !before.sameContent(notification)) {
        finding.breach(
            "notification %s is one at %s, another at %s"
                .formatted(notification.id(), before.place(), notification.place()));
      }
    }
    boolean whole = !chain.cut().contains(SupplyChain.NOTIFICATIONS);
    first.forEach(
        (id, notification) -> {
          Notification row = chain.notificationRows().get(id);
          if (whole && row != null && !row.sameContent(notification)) {
            finding.breach("the notification's row is another: " + id);
          }
        });
  }

  private Finding livesInOrder() {
    Finding finding =
        new Finding("S3", "what is resolved is opened again before anything else; time goes on");
    lives.forEach(
        (alert, life) -> {
          AlertVersion before = null;
          for (AlertVersion version : life.values()) {
            check(before, version, finding);
            before = version;
          }
        });
    finding.checked(firstCopies.size());
    return finding;
  }

  private static void check(AlertVersion before, AlertVersion version, Finding finding) {
    if (before == null) {
      if (version.version() == 1 && !version.opens()) {
        finding.breach("%s begins with %s".formatted(version.alertId(), version.change()));
      }
    } else {
      if (before.isResolved() && !version.opens()) {
        finding.breach("%s: %s after its end".formatted(version.id(), version.change()));
      }
      if (!before.isResolved() && version.opens()) {
        finding.breach("%s: %s while it is open".formatted(version.id(), version.change()));
      }
      if (version.eventTime() < before.eventTime()) {
        finding.breach(version.id() + ": older than the version before");
      }
    }
    if ((version.parentId() != null) != version.state().equals("SUPPRESSED")) {
      finding.breach(
          "%s: %s, part of %s".formatted(version.id(), version.state(), version.parentId()));
    }
  }

  private Finding everySourceExists() {
    Finding finding = new Finding("S4", "the record that an alert names is there");
    for (AlertVersion version : firstCopies.values()) {
      Place source = version.source();
      if (source == null || chain.cut().contains(source.topic())) {
        continue;
      }
      SupplyChain.Span span =
          chain.spans().get(new SupplyChain.Partition(source.topic(), source.partition()));
      if (span == null || !span.holds(source.offset())) {
        finding.breach("%s claims %s".formatted(version.id(), source));
      }
    }
    finding.checked(firstCopies.size());
    return finding;
  }

  private Finding everyCommandIsAnswered() {
    Finding finding = new Finding("S5", "every command has made a version or is a dead letter");
    Set<Place> applied = new HashSet<>();
    for (AlertVersion version : firstCopies.values()) {
      if (version.isOfCommand()) {
        applied.add(version.source());
      }
    }
    chain
        .commands()
        .forEach(
            (place, id) -> {
              boolean refused = chain.refused().contains(place);
              if (applied.contains(place) == refused) {
                finding.breach(
                    "%s (%s) is %s"
                        .formatted(id, place, refused ? "applied and refused" : "neither"));
              }
            });
    finding.checked(chain.commands().size());
    return finding;
  }

  /** Made anew from plans and steps; a delay or an estimate puts a step off. */
  private Finding everyMissedDeadlineHasAnAlert() {
    Finding finding =
        new Finding(
            "S6",
            "a deadline that passed without its step has an alert, opened again if it was over");
    if (chain.cut().contains(SupplyChain.ALERTS) || chain.cut().contains(SupplyChain.MILESTONES)) {
      finding.skip("the first alerts or milestones are not kept any more");
      return finding;
    }
    long missed = 0;
    Map<String, Itinerary> itineraries = itineraries();
    for (Map.Entry<String, Itinerary> shipment : itineraries.entrySet()) {
      SupplyChain.Due due =
          shipment.getValue().missed(chain.readAt() - SLACK.toMillis(), grace).orElse(null);
      if (due != null) {
        missed++;
        holdAgainstAlert(shipment.getKey(), due, finding);
      }
    }
    finding.checked(itineraries.size());
    finding.note("%,d shipments, of them %,d late".formatted(itineraries.size(), missed));
    return finding;
  }

  private Map<String, Itinerary> itineraries() {
    Map<String, List<SupplyChain.Step>> steps =
        chain.steps().stream().collect(Collectors.groupingBy(SupplyChain.Step::shipment));
    Map<String, Itinerary> itineraries = new LinkedHashMap<>();
    chain.plans().stream()
        .collect(Collectors.groupingBy(SupplyChain.Plan::shipment))
        .forEach(
            (shipment, plans) ->
                itineraries.put(
                    shipment, new Itinerary(plans, steps.getOrDefault(shipment, List.of()))));
    return itineraries;
  }

  /**
   * One that was over before the step was due has to be opened again. Not one that a person has
   * resolved, though: what that person knew of is not brought up again.
   */
  private void holdAgainstAlert(String shipment, SupplyChain.Due due, Finding finding) {
    TreeMap<Long, AlertVersion> life =
        lives.get("SHIPMENT:%s:MISSED_MILESTONE".formatted(shipment));
    AlertVersion newest = life == null ? null : life.lastEntry().getValue();
    String step =
        "%s, %s at %s, due %s"
            .formatted(shipment, due.step(), due.readPoint(), Instant.ofEpochMilli(due.at()));
    if (newest == null) {
      finding.breach("no alert: " + step);
    } else if (newest.isResolved() && !newest.isOfCommand() && newest.eventTime() < due.at()) {
      finding.breach(
          "not opened again since %s: %s"
              .formatted(Instant.ofEpochMilli(newest.eventTime()), step));
    }
  }
}
