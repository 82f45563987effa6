package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supplychain.domain.notice.Delivery;
import dev.millrace.supplychain.domain.notice.HeldAlert;
import dev.millrace.supplychain.domain.notice.Mailbox;
import dev.millrace.supplychain.domain.notice.News;
import dev.millrace.supplychain.domain.notice.NoticeRules;
import dev.millrace.supplychain.domain.notice.Postman;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by owner: messages about alerts, within the owner's rate.
 *
 * <p>Guarantee: at least once; a message that is sent again has the same id where the alerts'
 * versions came in the same order.
 *
 * <p>State: a {@link Mailbox} of at most {@value Mailbox#MAX_HELD} alerts and one timer for each
 * owner who was told something lately.
 */
public final class Notify extends KeyedProcessFunction<String, News, SupplyNotification> {
  private static final long serialVersionUID = 1L;

  private static final TypeInformation<Mailbox> MAILBOX =
      Types.POJO(
          Mailbox.class,
          Map.of(
              "tokens",
              Types.DOUBLE,
              "filledAt",
              Types.LONG,
              "held",
              Types.LIST(
                  Types.POJO(
                      HeldAlert.class,
                      Map.of(
                          "alertId", Types.STRING,
                          "version", Types.LONG,
                          "summary", Types.STRING,
                          "change", Types.ENUM(AlertChange.class),
                          "severity", Types.ENUM(Severity.class)))),
              "more",
              Types.INT,
              "digestAt",
              Types.LONG));

  private final NoticeRules rules;
  private transient Postman postman;
  private transient ValueState<Mailbox> mailboxes;
  private transient ValueState<Long> timers;
  private transient LabelledCounter sent;

  public Notify(NoticeRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    postman = new Postman(rules);
    mailboxes = getRuntimeContext().getState(new ValueStateDescriptor<>("mailbox", MAILBOX));
    timers = getRuntimeContext().getState(new ValueStateDescriptor<>("timer", Types.LONG));
    sent =
        new LabelledCounter(
            getRuntimeContext().getMetricGroup(), SupplyMetrics.NOTIFICATIONS, "kind");
    sent.of(NotificationKind.ALERT.name());
    sent.of(NotificationKind.DIGEST.name());
  }

  @Override
  public void processElement(News news, Context context, Collector<SupplyNotification> out)
      throws Exception {
    Mailbox before = mailboxes.value();
    if (before == null) {
      before = Mailbox.empty(rules, news.version().getEventTime().toEpochMilli());
    }
    send(postman.deliver(before, news), context.timerService(), out);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<SupplyNotification> out)
      throws Exception {
    timers.clear();
    Mailbox before = mailboxes.value();
    if (before != null) {
      send(postman.elapsed(before, context.getCurrentKey(), time), context.timerService(), out);
    }
  }

  private void send(Delivery delivery, TimerService service, Collector<SupplyNotification> out)
      throws Exception {
    if (delivery.notification() != null) {
      sent.of(delivery.notification().getKind().name()).inc();
      out.collect(delivery.notification());
    }
    Long timer = timers.value();
    if (timer != null) {
      service.deleteEventTimeTimer(timer);
    }
    if (postman.isIdle(delivery.after(), service.currentWatermark())) {
      mailboxes.clear();
      timers.clear();
      return;
    }
    mailboxes.update(delivery.after());
    long due = postman.dueAt(delivery.after());
    service.registerEventTimeTimer(due);
    timers.update(due);
  }
}
