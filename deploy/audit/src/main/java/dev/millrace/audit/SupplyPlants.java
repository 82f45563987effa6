package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.StackState;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Breaches planted among alerts, each in a copy of the evidence. */
final class SupplyPlants {
  private static final String PLANTED = "planted by the audit";

  private final SupplyChain clean;
  private final Duration grace;
  private final Plants plants;

  /**
   * Prepares to plant.
   *
   * @param clean holds at least one version of an alert
   * @param plants gets what was planted
   */
  SupplyPlants(SupplyChain clean, Duration grace, Plants plants) {
    this.clean = requireNonNull(clean);
    this.grace = requireNonNull(grace);
    this.plants = requireNonNull(plants);
  }

  /**
   * Plants every breach in a copy of the stack that is up, or of a small supply chain made for it.
   *
   * @param plants gets what was planted
   */
  static void plant(StackState stack, Duration grace, Plants plants) {
    boolean up = Files.exists(stack.endpoints());
    SupplyChain clean =
        up ? new SupplyCollection(stack, plants.progress()).collect() : SampleSupplyChain.chain();
    if (clean.versions().isEmpty()) {
      plants.skip("alerts, of which there are none");
    } else {
      new SupplyPlants(clean, grace, plants).plant();
    }
  }

  void plant() {
    audit("no breach among alerts", Plants.NONE, clean);
    audit("a version that was skipped", "S1", skipped());
    audit("an alert's row of an older version", "S1", olderRow());
    audit("a version that the history lacks", "S1", withoutHistory());
    audit("an alert's row that is not on the topic", "S1", rowAlone());
    audit("another content under the same version", "S2", otherContent());
    audit("an alert's row of another content", "S2", otherDetails());
    audit("an alert that is updated after its end", "S3", updatedAfterEnd());
    audit("an alert of a record that is not there", "S4", phantom(), SupplyChain.PLANS);
    audit("a command without an answer", "S5", lostCommand());
    deadlines();
    notifications();
  }

  private void deadlines() {
    String[] whole = {SupplyChain.ALERTS, SupplyChain.MILESTONES};
    audit("a missed deadline without an alert", "S6", silentDeadline(clean), whole);
    audit("a missed deadline after its alert's end", "S6", deadlineAfterEnd(), whole);
  }

  private void notifications() {
    audit(
        "another content under the same notification",
        "S2",
        notificationRow(List.of(notification("an owner"), notification("somebody else"))));
    audit(
        "a notification's row that is not on the topic",
        "S1",
        notificationRow(List.of()),
        SupplyChain.NOTIFICATIONS);
    audit(
        "a notification's row of another content",
        "S2",
        notificationRow(List.of(notification("somebody else"))),
        SupplyChain.NOTIFICATIONS);
  }

  /**
   * Audits a copy.
   *
   * @param whole topics without all records of which the audit does not look for it
   */
  private void audit(String what, String expected, SupplyChain chain, String... whole) {
    if (plants.canPlant(what, Set.of(whole), clean.cut())) {
      List<String> breached =
          new SupplyInvariants(chain, grace)
              .check().stream().filter(finding -> finding.breaches() > 0).map(Finding::id).toList();
      plants.add(new Plants.Plant(what, expected, breached));
    }
  }

  private AlertVersion newest() {
    String alert = clean.versions().get(0).alertId();
    return clean.versions().stream()
        .filter(version -> version.alertId().equals(alert))
        .reduce((one, other) -> other.version() > one.version() ? other : one)
        .orElseThrow();
  }

  private SupplyChain skipped() {
    AlertVersion last = newest();
    return plus(like(last, last.version() + 2, last.state(), "UPDATED", last.source()));
  }

  private SupplyChain olderRow() {
    AlertVersion last = newest();
    Map<String, AlertVersion> current = new HashMap<>(clean.current());
    current.put(
        last.alertId(), like(last, last.version() - 1, last.state(), "UPDATED", last.source()));
    return SampleSupplyChain.with(
        clean, clean.versions(), current, clean.history(), clean.refused());
  }

  private SupplyChain withoutHistory() {
    Map<String, AlertVersion> history = new HashMap<>(clean.history());
    history.remove(newest().id());
    return SampleSupplyChain.with(
        clean, clean.versions(), clean.current(), history, clean.refused());
  }

  private SupplyChain otherContent() {
    AlertVersion last = newest();
    List<AlertVersion> versions = new ArrayList<>(clean.versions());
    versions.add(like(last, last.version(), last.state(), last.change(), last.source()));
    return SampleSupplyChain.with(
        clean, versions, clean.current(), clean.history(), clean.refused());
  }

  /** In what is compared of a row only. */
  private SupplyChain otherDetails() {
    AlertVersion row = clean.current().getOrDefault(newest().alertId(), newest());
    Map<String, AlertVersion> current = new HashMap<>(clean.current());
    current.put(row.alertId(), row.withDetails(row.details() + 1));
    return SampleSupplyChain.with(
        clean, clean.versions(), current, clean.history(), clean.refused());
  }

  /** The table alone has a version, or an alert, that nobody sent. */
  private SupplyChain rowAlone() {
    AlertVersion last = newest();
    Map<String, AlertVersion> current = new HashMap<>(clean.current());
    current.put(
        last.alertId(), like(last, last.version() + 1, last.state(), "UPDATED", last.source()));
    return SampleSupplyChain.with(
        clean, clean.versions(), current, clean.history(), clean.refused());
  }

  private SupplyChain updatedAfterEnd() {
    AlertVersion last = newest();
    return plus(
        like(last, last.version() + 1, AlertVersion.RESOLVED, "RESOLVED", null),
        like(last, last.version() + 2, "OPEN", "UPDATED", null));
  }

  private SupplyChain phantom() {
    AlertVersion last = newest();
    Place nowhere = new Place(SupplyChain.PLANS, 0, Long.MAX_VALUE);
    return plus(like(last, last.version() + 1, "OPEN", "UPDATED", nowhere));
  }

  private SupplyChain lostCommand() {
    Map<Place, String> commands = new LinkedHashMap<>(clean.commands());
    commands.put(new Place(SupplyChain.COMMANDS, 0, Long.MAX_VALUE), "planted");
    return new SupplyChain(
        clean.versions(),
        clean.current(),
        clean.history(),
        clean.notifications(),
        clean.notificationRows(),
        clean.later(),
        commands,
        clean.plans(),
        clean.steps(),
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  /** A row more, and these records of it. */
  private SupplyChain notificationRow(List<Notification> sent) {
    List<Notification> notifications = new ArrayList<>(clean.notifications());
    notifications.addAll(sent);
    Map<String, Notification> rows = new HashMap<>(clean.notificationRows());
    rows.put(PLANTED, notification("an owner"));
    Set<String> later = new HashSet<>(clean.later().notifications());
    sent.forEach(notification -> later.add(notification.id()));
    return new SupplyChain(
        clean.versions(),
        clean.current(),
        clean.history(),
        notifications,
        rows,
        new SupplyChain.Later(clean.later().versions(), later),
        clean.commands(),
        clean.plans(),
        clean.steps(),
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  private static Notification notification(String owner) {
    return new Notification(
        new Place(SupplyChain.NOTIFICATIONS, 0, Long.MAX_VALUE),
        PLANTED,
        owner,
        "ALERT",
        "LOW",
        0,
        0,
        List.of());
  }

  private SupplyChain deadlineAfterEnd() {
    List<AlertVersion> versions = new ArrayList<>(clean.versions());
    versions.add(ofPlanted(1, "OPEN", "OPENED"));
    versions.add(ofPlanted(2, AlertVersion.RESOLVED, "RESOLVED"));
    return silentDeadline(SampleSupplyChain.with(clean, versions));
  }

  /** A version of the alert of the shipment in {@link #silentDeadline}, before its deadline. */
  private AlertVersion ofPlanted(long number, String state, String change) {
    return new AlertVersion(
        new Place(SupplyChain.ALERTS, 0, Long.MAX_VALUE),
        "SHIPMENT:%s:MISSED_MILESTONE".formatted(PLANTED),
        number,
        state,
        change,
        "HIGH",
        "an owner",
        number,
        null,
        null,
        null,
        0,
        0);
  }

  private static SupplyChain silentDeadline(SupplyChain chain) {
    List<SupplyChain.Plan> plans = new ArrayList<>(chain.plans());
    plans.add(
        new SupplyChain.Plan(
            PLANTED, 1, false, 0, List.of(new SupplyChain.Due("ARRIVING", "NLRTM", 1_000))));
    return new SupplyChain(
        chain.versions(),
        chain.current(),
        chain.history(),
        chain.notifications(),
        chain.notificationRows(),
        chain.later(),
        chain.commands(),
        plans,
        chain.steps(),
        chain.refused(),
        chain.unwritten(),
        chain.spans(),
        chain.cut(),
        chain.readAt());
  }

  private SupplyChain plus(AlertVersion... more) {
    List<AlertVersion> versions = new ArrayList<>(clean.versions());
    versions.addAll(List.of(more));
    return SampleSupplyChain.with(clean, versions);
  }

  private static AlertVersion like(
      AlertVersion version, long number, String state, String change, Place source) {
    return new AlertVersion(
        new Place(SupplyChain.ALERTS, version.place().partition(), Long.MAX_VALUE),
        version.alertId(),
        number,
        state,
        change,
        version.severity(),
        version.owner(),
        version.eventTime(),
        null,
        version.valueMinor(),
        source,
        version.details(),
        version.digest() + 1);
  }
}
