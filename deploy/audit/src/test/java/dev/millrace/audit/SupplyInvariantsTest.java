package dev.millrace.audit;

import static dev.millrace.audit.SampleSupplyChain.GRACE;
import static dev.millrace.audit.SampleSupplyChain.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupplyInvariantsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final SupplyChain clean = SampleSupplyChain.chain();

  @Test
  void aSoundSupplyChainHasNoBreach() {
    assertThat(new SupplyInvariants(clean, GRACE).check())
        .allSatisfy(finding -> assertThat(finding.first()).isEmpty())
        .allSatisfy(finding -> assertThat(finding.checked()).isPositive());
  }

  @Test
  void findsEveryBreachThatIsPlanted(@TempDir Path noStack) {
    Plants plants = new Plants(told -> {});
    SupplyPlants.plant(new StackState(noStack), GRACE, plants);
    assertThat(plants.planted()).hasSize(15).allMatch(Plants.Plant::found);
    assertThat(plants.skipped()).isEmpty();
  }

  @Test
  void onAStackThatIsOlderThanItsRetentionNothingIsPlantedThatIsNotLookedFor() {
    for (String topic : SupplyChain.TOPICS) {
      Plants plants = new Plants(told -> {});
      new SupplyPlants(cut(topic), GRACE, plants).plant();
      assertThat(plants.planted()).describedAs(topic).allMatch(Plants.Plant::found);
      assertThat(plants.planted().size() + plants.skipped().size()).isEqualTo(15);
    }
  }

  private SupplyChain cut(String topic) {
    return new SupplyChain(
        clean.versions(),
        clean.current(),
        clean.history(),
        clean.notifications(),
        clean.notificationRows(),
        clean.later(),
        clean.commands(),
        clean.plans(),
        clean.steps(),
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        Set.of(topic),
        clean.readAt());
  }

  @Test
  void aRowThatBecameNewerSinceTheTopicWasReadIsNoBreachIfTheTopicHasItLater() {
    AlertVersion newest = clean.versions().get(clean.versions().size() - 1);
    AlertVersion next =
        new AlertVersion(
            null,
            newest.alertId(),
            clean.current().get(newest.alertId()).version() + 1,
            "OPEN",
            "ESCALATED",
            newest.severity(),
            newest.owner(),
            newest.eventTime(),
            null,
            null,
            null,
            0,
            0);
    Map<String, AlertVersion> current = new HashMap<>(clean.current());
    current.put(next.alertId(), next);
    Set<String> later = new HashSet<>(clean.later().versions());
    later.add(next.id());
    assertThat(breaches("S1", with(current, clean.notificationRows(), later))).isEmpty();

    assertThat(breaches("S1", with(current, clean.notificationRows(), clean.later().versions())))
        .containsExactly(
            "SHIPMENT:late:MISSED_MILESTONE is at 4, its row at 5",
            "an alert's row, not on the topic: SHIPMENT:late:MISSED_MILESTONE#5");
  }

  @Test
  void aNotificationsRowIsWhatItsRecordSays() {
    Notification sent = clean.notifications().get(0);
    Notification other =
        new Notification(
            null,
            sent.id(),
            sent.owner(),
            sent.kind(),
            sent.severity(),
            sent.eventTime(),
            1,
            sent.alerts());
    SupplyChain changed = with(clean.current(), Map.of(sent.id(), other), clean.later().versions());
    assertThat(breaches("S2", changed)).containsExactly("the notification's row is another: n-1");
    assertThat(breaches("S1", changed)).isEmpty();

    SupplyChain more =
        with(clean.current(), Map.of(sent.id(), sent, "n-2", other), clean.later().versions());
    assertThat(breaches("S1", more)).containsExactly("a notification's row, not on the topic: n-2");
  }

  private SupplyChain with(
      Map<String, AlertVersion> current,
      Map<String, Notification> notificationRows,
      Set<String> laterVersions) {
    return new SupplyChain(
        clean.versions(),
        current,
        clean.history(),
        clean.notifications(),
        notificationRows,
        new SupplyChain.Later(laterVersions, clean.later().notifications()),
        clean.commands(),
        clean.plans(),
        clean.steps(),
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  @Test
  void copiesOfANotificationSayTheSame() {
    Notification sent = clean.notifications().get(0);
    Notification copy = heldBack(sent, 0);
    Notification other = heldBack(sent, 1);
    assertThat(breaches("S2", withNotifications(List.of(sent, copy)))).isEmpty();
    assertThat(breaches("S2", withNotifications(List.of(sent, copy, other))))
        .containsExactly(
            "notification n-1 is one at supply.notifications/0/0, another at supply.notifications/0/7");
  }

  private static Notification heldBack(Notification sent, int more) {
    return new Notification(
        new Place(SupplyChain.NOTIFICATIONS, 0, 7),
        sent.id(),
        sent.owner(),
        sent.kind(),
        sent.severity(),
        sent.eventTime(),
        more,
        sent.alerts());
  }

  private SupplyChain withNotifications(List<Notification> notifications) {
    return new SupplyChain(
        clean.versions(),
        clean.current(),
        clean.history(),
        notifications,
        clean.notificationRows(),
        clean.later(),
        clean.commands(),
        clean.plans(),
        clean.steps(),
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  @Test
  void aRowThatOneTableRefusedIsMissedInTheOther() {
    AlertVersion newest = clean.versions().get(3);
    assertThat(breaches("S1", without(newest, "table-writer/supply.alert_history/"))).hasSize(1);
    assertThat(breaches("S1", without(newest, "table-writer/supply.alerts/"))).hasSize(1);
    assertThat(breaches("S1", without(newest, "table-writer/"))).isEmpty();
  }

  /** No row of a version in either table, and this dead letter of it. */
  private SupplyChain without(AlertVersion version, String letter) {
    Map<String, AlertVersion> history = new HashMap<>(clean.history());
    history.remove(version.id());
    return new SupplyChain(
        clean.versions(),
        Map.of(),
        history,
        clean.notifications(),
        clean.notificationRows(),
        clean.later(),
        clean.commands(),
        clean.plans(),
        clean.steps(),
        clean.refused(),
        Set.of(letter + version.place()),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  @Test
  void anAlertThatIsOpenedTwiceIsABreach() {
    AlertVersion first = clean.versions().get(0);
    AlertVersion again =
        new AlertVersion(
            new Place(SupplyChain.ALERTS, 0, 9),
            first.alertId(),
            2,
            "OPEN",
            "OPENED",
            first.severity(),
            first.owner(),
            first.eventTime(),
            null,
            null,
            null,
            1,
            7);
    assertThat(breaches("S3", SampleSupplyChain.with(clean, List.of(first, again))))
        .containsExactly("SHIPMENT:late:MISSED_MILESTONE#2: OPENED while it is open");
  }

  @Test
  void aCommandThatWasAppliedIsNotRefusedToo() {
    Place applied = new Place(SupplyChain.COMMANDS, 0, 0);
    SupplyChain both =
        SampleSupplyChain.with(
            clean,
            clean.versions(),
            clean.current(),
            clean.history(),
            Set.of(applied, new Place(SupplyChain.COMMANDS, 0, 1)));
    assertThat(breaches("S5", both))
        .containsExactly("c-1 (supply.alert-commands/0/0) is applied and refused");
  }

  @Test
  void anEstimateAndALaterStepPutADeadlineOff() {
    SupplyChain.Due arrival = new SupplyChain.Due("ARRIVING", "NLRTM", NOON);
    assertThat(breaches("S6", withPlan(arrival))).hasSize(1);
    assertThat(breaches("S6", withPlan(arrival, step("ARRIVING", NOON + 199 * HOUR, NOON))))
        .isEmpty();
    assertThat(breaches("S6", withPlan(arrival, step("ARRIVING", null, NOON)))).isEmpty();
    assertThat(
            breaches("S6", withPlan(new SupplyChain.Due("ARRIVING", "NLRTM", NOON + 194 * HOUR))))
        .isEmpty();
  }

  @Test
  void aDelayPutsLaterStepsOff() {
    List<SupplyChain.Plan> plans =
        List.of(
            new SupplyChain.Plan(
                "new",
                1,
                false,
                NOON,
                List.of(
                    new SupplyChain.Due("DEPARTING", "NLRTM", NOON),
                    new SupplyChain.Due("ARRIVING", "NLRTM", NOON + 150 * HOUR))));
    assertThat(breaches("S6", with(plans, List.of(step("DEPARTING", null, NOON + 43 * HOUR)))))
        .hasSize(1);
    assertThat(breaches("S6", with(plans, List.of(step("DEPARTING", null, NOON + 44 * HOUR)))))
        .isEmpty();
    assertThat(
            breaches(
                "S6",
                with(
                    plans,
                    List.of(
                        step("DEPARTING", NOON + 44 * HOUR, NOON), step("DEPARTING", null, NOON)))))
        .isEmpty();
  }

  @Test
  void aPlanThatComesAfterTheLastStepChangesNothing() {
    List<SupplyChain.Due> arrival = List.of(new SupplyChain.Due("ARRIVING", "NLRTM", NOON));
    List<SupplyChain.Due> storage = List.of(new SupplyChain.Due("STORING", "NLRTM", NOON + HOUR));
    List<SupplyChain.Plan> plans =
        List.of(
            new SupplyChain.Plan("new", 1, false, NOON, arrival),
            new SupplyChain.Plan("new", 2, false, NOON, storage));
    assertThat(breaches("S6", with(plans, List.of(step("ARRIVING", null, NOON))))).isEmpty();
    assertThat(breaches("S6", with(plans, List.of(step("DEPARTING", null, NOON))))).hasSize(1);
  }

  @Test
  void anAlertThatWasOverBeforeTheNextDeadlineIsOpenedAgain() {
    SupplyChain.Due arrival = new SupplyChain.Due("ARRIVING", "NLRTM", NOON + 100 * HOUR);
    AlertVersion opened = ofNew(1, "OPEN", "OPENED", NOON + 10 * HOUR, null);
    AlertVersion over = ofNew(2, AlertVersion.RESOLVED, "RESOLVED", arrival.at() - 1, null);
    SupplyChain chain = withPlan(arrival);
    assertThat(breaches("S6", SampleSupplyChain.with(chain, List.of(opened, over))))
        .containsExactly(
            "not opened again since 2024-10-08T15:59:59.999Z: new, ARRIVING at NLRTM, due"
                + " 2024-10-08T16:00:00Z");

    AlertVersion again = ofNew(3, "OPEN", "REOPENED", NOON + 106 * HOUR, null);
    assertThat(breaches("S6", SampleSupplyChain.with(chain, List.of(opened, over, again))))
        .isEmpty();
  }

  @Test
  void anAlertThatAPersonResolvedOrThatWasOverLaterNeedNotBeOpenedAgain() {
    SupplyChain.Due arrival = new SupplyChain.Due("ARRIVING", "NLRTM", NOON + 100 * HOUR);
    Place command = new Place(SupplyChain.COMMANDS, 0, 0);
    AlertVersion opened = ofNew(1, "OPEN", "OPENED", NOON + 10 * HOUR, null);
    for (AlertVersion over :
        List.of(
            ofNew(2, AlertVersion.RESOLVED, "RESOLVED", arrival.at() - 1, command),
            ofNew(2, AlertVersion.RESOLVED, "RESOLVED", arrival.at(), null))) {
      assertThat(breaches("S6", SampleSupplyChain.with(withPlan(arrival), List.of(opened, over))))
          .isEmpty();
    }
  }

  private static AlertVersion ofNew(
      long number, String state, String change, long time, Place source) {
    return new AlertVersion(
        new Place(SupplyChain.ALERTS, 0, 10 + number),
        "SHIPMENT:new:MISSED_MILESTONE",
        number,
        state,
        change,
        "HIGH",
        "lena",
        time,
        null,
        null,
        source,
        1,
        1);
  }

  private static SupplyChain.Step step(String step, Long expectedAt, long saidAt) {
    return new SupplyChain.Step("new", step, "NLRTM", expectedAt, saidAt);
  }

  @Test
  void withoutTheFirstAlertsDeadlinesAreNotHeldAgainstThem() {
    SupplyChain cut =
        new SupplyChain(
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            Map.of(),
            clean.later(),
            Map.of(),
            clean.plans(),
            List.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            Set.of(SupplyChain.ALERTS),
            clean.readAt());
    assertThat(breaches("S6", cut)).isEmpty();
  }

  private SupplyChain withPlan(SupplyChain.Due due, SupplyChain.Step... steps) {
    return with(List.of(new SupplyChain.Plan("new", 1, false, NOON, List.of(due))), List.of(steps));
  }

  private SupplyChain with(List<SupplyChain.Plan> plans, List<SupplyChain.Step> steps) {
    return new SupplyChain(
        clean.versions(),
        clean.current(),
        clean.history(),
        clean.notifications(),
        clean.notificationRows(),
        clean.later(),
        clean.commands(),
        plans,
        steps,
        clean.refused(),
        clean.unwritten(),
        clean.spans(),
        clean.cut(),
        clean.readAt());
  }

  private static List<String> breaches(String invariant, SupplyChain chain) {
    return new SupplyInvariants(chain, GRACE)
        .check().stream()
            .filter(finding -> finding.id().equals(invariant))
            .flatMap(finding -> finding.first().stream())
            .toList();
  }
}
