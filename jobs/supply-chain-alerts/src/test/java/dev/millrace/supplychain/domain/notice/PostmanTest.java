package dev.millrace.supplychain.domain.notice;

import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.NotifiedAlert;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supplychain.domain.alert.AlertLifecycle;
import dev.millrace.supplychain.domain.alert.AlertRecord;
import dev.millrace.supplychain.domain.alert.Alerts;
import dev.millrace.supplychain.domain.notice.News.Hold;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PostmanTest {
  private static final NoticeRules RULES = new NoticeRules(2, 1, Duration.ofHours(1));

  private final Postman postman = new Postman(RULES);
  private Mailbox mailbox = Mailbox.empty(RULES, at(0));

  @Test
  void tellsAtOnceWithinTheRateAndHoldsTheRest() {
    assertThat(deliver("a", 0, Severity.HIGH).getKind()).isEqualTo(NotificationKind.ALERT);
    assertThat(deliver("b", 1, Severity.LOW)).isNull();
    assertThat(deliver("c", 2, Severity.HIGH)).isNull();
    assertThat(postman.dueAt(mailbox)).isEqualTo(at(61));

    SupplyNotification digest = elapse(61);
    assertThat(digest.getKind()).isEqualTo(NotificationKind.DIGEST);
    assertThat(digest.getSeverity()).isEqualTo(Severity.HIGH);
    assertThat(digest.getAlerts())
        .extracting(NotifiedAlert::getAlertId)
        .containsExactly("SHIPMENT:c:MISSED_MILESTONE", "SHIPMENT:b:MISSED_MILESTONE");
    assertThat(postman.isIdle(mailbox, at(61))).isTrue();
  }

  @Test
  void theRateFillsUpAgain() {
    deliver("a", 0, Severity.HIGH);
    assertThat(deliver("b", 29, Severity.HIGH)).isNull();
    assertThat(deliver("c", 30, Severity.HIGH)).isNotNull();
  }

  @Test
  void criticalAlertsAreToldAtOnceAndDoNotCount() {
    for (int i = 0; i < 5; i++) {
      assertThat(deliver("x" + i, 0, Severity.CRITICAL)).isNotNull();
    }
    assertThat(deliver("a", 0, Severity.LOW)).isNotNull();
  }

  @Test
  void whatSomebodyTakesUpLeavesTheDigest() {
    deliver("a", 0, Severity.HIGH);
    deliver("b", 0, Severity.HIGH);
    take(
        SupplyAlert.newBuilder(alert("b", 1, Severity.HIGH))
            .setVersion(2)
            .setChange(AlertChange.ACKNOWLEDGED)
            .setState(AlertState.ACKNOWLEDGED)
            .build());

    assertThat(mailbox.held()).isEmpty();
    assertThat(elapse(120)).isNull();
  }

  @Test
  void updatesAreNotToldAndTheNewestOfAHeldAlertIs() {
    deliver("a", 0, Severity.HIGH);
    deliver("b", 0, Severity.LOW);
    take(
        SupplyAlert.newBuilder(alert("b", 1, Severity.LOW))
            .setVersion(2)
            .setChange(AlertChange.UPDATED)
            .build());
    assertThat(mailbox.held()).extracting(HeldAlert::version).containsExactly(1L);
    take(
        SupplyAlert.newBuilder(alert("b", 2, Severity.LOW))
            .setVersion(3)
            .setChange(AlertChange.ESCALATED)
            .build());
    assertThat(mailbox.held()).extracting(HeldAlert::version).containsExactly(3L);
  }

  @Test
  void whoGetsAnAlertFromSomebodyElseIsToldWhateverChanged() {
    SupplyAlert updated =
        SupplyAlert.newBuilder(alert("a", 0, Severity.HIGH))
            .setVersion(2)
            .setChange(AlertChange.UPDATED)
            .build();
    assertThat(take(new News("lena", updated, Hold.GAINED)).getAlerts())
        .containsExactly(
            new NotifiedAlert(updated.getAlertId(), 2L, updated.getSummary(), AlertChange.UPDATED));

    SupplyAlert acknowledged =
        SupplyAlert.newBuilder(updated).setState(AlertState.ACKNOWLEDGED).build();
    assertThat(take(new News("lena", acknowledged, Hold.GAINED))).isNull();
  }

  @Test
  void whatHasAnotherOwnerLeavesTheDigest() {
    deliver("a", 0, Severity.HIGH);
    deliver("b", 0, Severity.HIGH);
    SupplyAlert theirs =
        SupplyAlert.newBuilder(alert("b", 1, Severity.CRITICAL)).setOwner("otto").build();

    assertThat(take(new News("lena", theirs, Hold.LOST))).isNull();
    assertThat(mailbox.held()).isEmpty();
  }

  @Test
  void withoutARateThereIsNoBurst() {
    NoticeRules digestsOnly = new NoticeRules(0, 5, Duration.ofHours(1));
    Postman slow = new Postman(digestsOnly);
    Delivery held =
        slow.deliver(Mailbox.empty(digestsOnly, at(0)), news(alert("a", 0, Severity.HIGH)));
    assertThat(held.notification()).isNull();

    Delivery digest = slow.elapsed(held.after(), "lena", at(60));
    assertThat(digest.notification().getKind()).isEqualTo(NotificationKind.DIGEST);
    assertThat(slow.isIdle(digest.after(), at(60))).isTrue();
  }

  @Test
  void aDigestIsBoundedAndCountsTheRest() {
    deliver("a", 0, Severity.HIGH);
    for (int i = 0; i < 130; i++) {
      deliver("b" + i, 0, i == 129 ? Severity.HIGH : Severity.LOW);
    }
    assertThat(mailbox.held()).hasSize(Mailbox.MAX_HELD);

    SupplyNotification digest = elapse(60);
    assertThat(digest.getHeldBack()).isEqualTo(30);
    assertThat(digest.getAlerts().get(0).getAlertId()).isEqualTo("SHIPMENT:b129:MISSED_MILESTONE");
  }

  @Test
  void theSameMessageHasTheSameId() {
    Mailbox before = mailbox;
    SupplyNotification first = deliver("a", 0, Severity.HIGH);
    mailbox = before;
    assertThat(deliver("a", 0, Severity.HIGH)).isEqualTo(first);
    assertThat(deliver("a", 0, Severity.CRITICAL).getNotificationId())
        .isEqualTo(first.getNotificationId());
    assertThat(deliver("a", 1, Severity.CRITICAL).getNotificationId())
        .isNotEqualTo(first.getNotificationId());
  }

  private SupplyNotification deliver(String shipment, long minute, Severity severity) {
    return take(alert(shipment, minute, severity));
  }

  private SupplyNotification take(SupplyAlert alert) {
    return take(news(alert));
  }

  private SupplyNotification take(News news) {
    Delivery delivery = postman.deliver(mailbox, news);
    mailbox = delivery.after();
    return delivery.notification();
  }

  private SupplyNotification elapse(long minute) {
    Delivery delivery = postman.elapsed(mailbox, "lena", at(minute));
    mailbox = delivery.after();
    return delivery.notification();
  }

  private static News news(SupplyAlert alert) {
    return new News(alert.getOwner(), alert, Hold.KEPT);
  }

  private static SupplyAlert alert(String shipment, long minute, Severity severity) {
    SupplyAlert opened =
        new AlertLifecycle(Alerts.RULES)
            .found(AlertRecord.EMPTY, Alerts.raised(shipment, minute, 1), null)
            .versions()
            .get(0);
    return SupplyAlert.newBuilder(opened)
        .setSeverity(severity)
        .setEventTime(Instant.ofEpochMilli(at(minute)))
        .build();
  }
}
