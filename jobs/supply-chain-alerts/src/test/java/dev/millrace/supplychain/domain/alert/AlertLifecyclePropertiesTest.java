package dev.millrace.supplychain.domain.alert;

import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.notice.Delivery;
import dev.millrace.supplychain.domain.notice.Mailbox;
import dev.millrace.supplychain.domain.notice.News;
import dev.millrace.supplychain.domain.notice.NoticeRules;
import dev.millrace.supplychain.domain.notice.Postman;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every life, shown on lives by chance. */
class AlertLifecyclePropertiesTest {
  private static final int EVENTS = 400;

  private final AlertLifecycle lifecycle = new AlertLifecycle(Alerts.RULES);
  private final List<SupplyAlert> versions = new ArrayList<>();
  private final Map<String, Integer> children = new HashMap<>();
  private AlertRecord alert = AlertRecord.EMPTY;
  private long seen = Long.MIN_VALUE;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyLifeObeysTheRules(long seed) {
    live(new Random(seed));

    assertThat(versions).isNotEmpty();
    SupplyAlert before = null;
    for (SupplyAlert version : versions) {
      assertThat(version.getVersion()).isEqualTo(before == null ? 1 : before.getVersion() + 1);
      boolean opens =
          version.getChange() == AlertChange.OPENED || version.getChange() == AlertChange.REOPENED;
      assertThat(opens).isEqualTo(before == null || before.getState() == AlertState.RESOLVED);
      assertThat(version.getState() == AlertState.RESOLVED)
          .isEqualTo(version.getChange() == AlertChange.RESOLVED);
      assertThat(version.getState() == AlertState.SUPPRESSED)
          .isEqualTo(version.getParentId() != null);
      assertThat(version.getState() == AlertState.SNOOZED)
          .isEqualTo(version.getSnoozedUntil() != null);
      if (before != null) {
        assertThat(version.getEventTime()).isAfterOrEqualTo(before.getEventTime());
      }
      if (version.getChange() == AlertChange.ESCALATED) {
        assertThat(version.getState()).isEqualTo(AlertState.OPEN);
      }
      before = version;
    }
    String parent = alert.newest().getParentId();
    children.forEach((id, count) -> assertThat(count).isEqualTo(id.equals(parent) ? 1 : 0));
    nobodyIsToldWhatIsNotOpen();
  }

  private void nobodyIsToldWhatIsNotOpen() {
    NoticeRules rules = new NoticeRules(1, 1, Duration.ofHours(1));
    Postman postman = new Postman(rules);
    Mailbox mailbox = Mailbox.empty(rules, at(0));
    for (SupplyAlert version : versions) {
      Delivery delivery =
          postman.deliver(mailbox, new News(version.getOwner(), version, News.Hold.KEPT));
      mailbox = delivery.after();
      if (version.getState() != AlertState.OPEN) {
        assertThat(delivery.notification()).isNull();
        assertThat(mailbox.held()).isEmpty();
      }
    }
  }

  private void live(Random random) {
    String[] parents = {null, "PORT:P:LANE_DISRUPTION", "LANE:L:LANE_DISRUPTION"};
    String parent = null;
    long minute = 0;
    for (int i = 0; i < EVENTS; i++) {
      minute += random.nextInt(60);
      pass(at(minute));
      switch (random.nextInt(6)) {
        case 0, 1 ->
            take(
                lifecycle.found(alert, Alerts.raised("s", minute, random.nextInt(30_000)), parent));
        case 2 -> take(lifecycle.found(alert, Alerts.cleared("s", minute), parent));
        case 3 -> {
          parent = parents[random.nextInt(parents.length)];
          take(lifecycle.settled(alert, parent, at(minute), null));
        }
        case 4 ->
            take(lifecycle.childChanged(alert, new ChildChange("s", 1, 5, "EUR", at(minute))));
        default -> command(random, i, minute);
      }
    }
  }

  private void command(Random random, int i, long minute) {
    List<CommandKind> kinds = List.of(CommandKind.values());
    CommandKind kind = kinds.get(random.nextInt(kinds.size()));
    try {
      take(
          lifecycle.commanded(
              alert,
              Alerts.command("c" + i, kind, minute)
                  .setUntil(Instant.ofEpochMilli(at(minute + random.nextInt(500))))
                  .build(),
              null));
    } catch (RefusedCommandException e) {
      assertThat(e.reason()).startsWith("command-");
    }
  }

  private void pass(long now) {
    while (alert.newest() != null && lifecycle.dueAt(alert, seen) <= now) {
      seen = Math.max(seen, lifecycle.dueAt(alert, seen));
      take(lifecycle.elapsed(alert, seen));
    }
  }

  private void take(Transition transition) {
    alert = transition.after();
    assertThat(transition.versions()).hasSizeLessThanOrEqualTo(1);
    versions.addAll(transition.versions());
    transition
        .toParents()
        .forEach(change -> children.merge(change.parentId(), change.count(), Integer::sum));
  }
}
