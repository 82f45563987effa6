package dev.millrace.supplychain.domain.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.supply.AlertChange;
import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.NotifiedAlert;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Tells an owner of alerts that wait for somebody: at once within the owner's rate and where an
 * alert is critical, in a digest otherwise.
 *
 * <p>Told are the versions that open, escalate, release or wake an alert or give it to another
 * owner, while it is open. What is acknowledged, snoozed, suppressed or resolved is not told, and
 * leaves the digest; so does what has another owner by now.
 */
public final class Postman {
  private static final double HOUR_MS = Duration.ofHours(1).toMillis();

  private static final Comparator<HeldAlert> WORST_FIRST =
      Comparator.comparing(HeldAlert::severity).reversed().thenComparing(HeldAlert::alertId);

  private final NoticeRules rules;

  public Postman(NoticeRules rules) {
    this.rules = requireNonNull(rules);
  }

  /** What comes of a version of an alert. */
  public Delivery deliver(Mailbox before, News news) {
    SupplyAlert alert = news.version();
    long now = alert.getEventTime().toEpochMilli();
    Mailbox mailbox = without(filled(before, now), news);
    if (!isTold(news)) {
      return new Delivery(mailbox, null);
    }
    HeldAlert held =
        new HeldAlert(
            alert.getAlertId(),
            alert.getVersion(),
            alert.getSummary(),
            alert.getChange(),
            alert.getSeverity());
    if (alert.getSeverity() == Severity.CRITICAL) {
      return new Delivery(mailbox, single(news.owner(), held, now));
    }
    if (mailbox.tokens() >= 1) {
      Mailbox paid =
          new Mailbox(
              mailbox.tokens() - 1,
              mailbox.filledAt(),
              mailbox.held(),
              mailbox.more(),
              mailbox.digestAt());
      return new Delivery(paid, single(news.owner(), held, now));
    }
    return new Delivery(holding(mailbox, held, now), null);
  }

  /** What comes of time. */
  public Delivery elapsed(Mailbox before, String owner, long now) {
    Mailbox mailbox = filled(before, now);
    if (mailbox.digestAt() > now) {
      return new Delivery(mailbox, null);
    }
    Mailbox empty = new Mailbox(mailbox.tokens(), mailbox.filledAt(), List.of(), 0, Long.MAX_VALUE);
    return new Delivery(empty, digest(owner, mailbox, now));
  }

  /**
   * Whether a mailbox says no more than an empty one. Tokens that an alert from ahead of time has
   * filled are not for those that come before its time.
   *
   * @param now of the deadlines, milliseconds since 1970
   */
  public boolean isIdle(Mailbox mailbox, long now) {
    return isFull(mailbox) && mailbox.filledAt() <= now;
  }

  private boolean isFull(Mailbox mailbox) {
    return mailbox.digestAt() == Long.MAX_VALUE && mailbox.tokens() >= rules.burst();
  }

  /** When time next changes a mailbox, milliseconds since 1970. */
  public long dueAt(Mailbox mailbox) {
    if (mailbox.digestAt() != Long.MAX_VALUE) {
      return mailbox.digestAt();
    }
    if (isFull(mailbox)) {
      return mailbox.filledAt();
    }
    double missing = rules.burst() - mailbox.tokens();
    return mailbox.filledAt() + (long) Math.ceil(missing / rules.perHour() * HOUR_MS);
  }

  private static boolean isTold(News news) {
    AlertChange change = news.version().getChange();
    return news.waits()
        && (news.hold() == News.Hold.GAINED
            || change == AlertChange.OPENED
            || change == AlertChange.REOPENED
            || change == AlertChange.ESCALATED
            || change == AlertChange.RELEASED
            || change == AlertChange.SNOOZE_ENDED);
  }

  private Mailbox filled(Mailbox mailbox, long now) {
    if (now <= mailbox.filledAt()) {
      return mailbox;
    }
    double more = (now - mailbox.filledAt()) / HOUR_MS * rules.perHour();
    return new Mailbox(
        Math.min(rules.burst(), mailbox.tokens() + more),
        now,
        mailbox.held(),
        mailbox.more(),
        mailbox.digestAt());
  }

  /** An open alert that was held stays, because what is told of it next replaces it. */
  private static Mailbox without(Mailbox mailbox, News news) {
    boolean stays = news.waits() && !isTold(news);
    String alertId = news.version().getAlertId();
    if (stays || mailbox.held().stream().noneMatch(held -> held.alertId().equals(alertId))) {
      return mailbox;
    }
    List<HeldAlert> others = new ArrayList<>(mailbox.held());
    others.removeIf(held -> held.alertId().equals(alertId));
    boolean empty = others.isEmpty() && mailbox.more() == 0;
    return new Mailbox(
        mailbox.tokens(),
        mailbox.filledAt(),
        others,
        mailbox.more(),
        empty ? Long.MAX_VALUE : mailbox.digestAt());
  }

  private Mailbox holding(Mailbox mailbox, HeldAlert alert, long now) {
    List<HeldAlert> held = new ArrayList<>(mailbox.held());
    held.add(alert);
    held.sort(WORST_FIRST);
    boolean full = held.size() > Mailbox.MAX_HELD;
    return new Mailbox(
        mailbox.tokens(),
        mailbox.filledAt(),
        full ? new ArrayList<>(held.subList(0, Mailbox.MAX_HELD)) : held,
        mailbox.more() + (full ? 1 : 0),
        Math.min(mailbox.digestAt(), now + rules.digestInterval().toMillis()));
  }

  private static SupplyNotification single(String owner, HeldAlert alert, long now) {
    return notification(owner, NotificationKind.ALERT, List.of(alert), 0, now);
  }

  private static SupplyNotification digest(String owner, Mailbox mailbox, long now) {
    return notification(owner, NotificationKind.DIGEST, mailbox.held(), mailbox.more(), now);
  }

  private static SupplyNotification notification(
      String owner, NotificationKind kind, List<HeldAlert> alerts, int more, long now) {
    String content =
        alerts.stream()
            .map(alert -> alert.alertId() + "#" + alert.version())
            .collect(Collectors.joining("\n", owner + "\n" + now + "\n", ""));
    return SupplyNotification.newBuilder()
        .setNotificationId(UUID.nameUUIDFromBytes(content.getBytes(UTF_8)).toString())
        .setOwner(owner)
        .setKind(kind)
        .setEventTime(Instant.ofEpochMilli(now))
        .setSeverity(
            alerts.stream()
                .map(HeldAlert::severity)
                .max(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN))
        .setAlerts(
            alerts.stream()
                .map(
                    alert ->
                        new NotifiedAlert(
                            alert.alertId(), alert.version(), alert.summary(), alert.change()))
                .toList())
        .setHeldBack(more)
        .build();
  }
}
