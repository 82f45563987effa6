package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.state.Retention;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.alert.AlertLifecycle;
import dev.millrace.supplychain.domain.alert.AlertRecord;
import dev.millrace.supplychain.domain.alert.AlertRules;
import dev.millrace.supplychain.domain.alert.ChildChange;
import dev.millrace.supplychain.domain.alert.RefusedCommandException;
import dev.millrace.supplychain.domain.alert.Transition;
import dev.millrace.supplychain.domain.notice.News;
import dev.millrace.supplychain.domain.notice.News.Hold;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by alert: makes its versions. The disruptions under way are broadcast to it, and an alert
 * is suppressed under the first of its possible causes that is one of them.
 *
 * <p>Guarantee: the versions of an alert are numbered without a gap. As commands, findings and time
 * come from several topics, two runs over the same input can number them differently; so a version
 * that has left must not be taken back: the sink is transactional, or readers take the newest.
 *
 * <p>State: an {@link AlertRecord} and one timer for each alert, removed when nothing was heard of
 * it for the retention and nothing is part of it, but for its newest version's number, with which
 * the tables know old from new; what it counts of its children does not grow with their number. A
 * finding and a timer while a forecast waits to be explained. A mark while it may be part of a
 * disruption: one that begins or ends visits the alerts of the task that have it, and not those
 * that are resolved.
 */
public final class ManageAlerts
    extends KeyedBroadcastProcessFunction<String, AlertInput, Finding, SupplyAlert>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** Where what parents must know goes: more input of the parents' own operator. */
  public static final OutputTag<AlertInput> TO_PARENTS =
      new OutputTag<>("to-parents", AlertInput.TYPE);

  /** Every version for its owner, and for the one before where that is another. */
  public static final OutputTag<News> NEWS = new OutputTag<>("news", AlertTypes.NEWS);

  /** Where commands without effect go. */
  public static final OutputTag<DeadLetter> REFUSED =
      new OutputTag<>("refused-commands", new RecordType<>(DeadLetter.class));

  /** The disruptions under way, alert by subject. */
  public static final MapStateDescriptor<String, String> DISRUPTIONS =
      new MapStateDescriptor<>("disruptions", Types.STRING, Types.STRING);

  private static final ValueStateDescriptor<AlertRecord> ALERT =
      new ValueStateDescriptor<>("alert", AlertTypes.RECORD);

  private static final ValueStateDescriptor<Boolean> MAY_BE_PART =
      new ValueStateDescriptor<>("may-be-part", Types.BOOLEAN);

  private static final ValueStateDescriptor<Long> TIMER =
      new ValueStateDescriptor<>("timer", Types.LONG);

  private static final ValueStateDescriptor<Long> FORGOTTEN =
      new ValueStateDescriptor<>("forgotten", Types.LONG);

  /** After it, a place or supplier that is disrupted again begins at version 1. */
  private static final Duration NUMBERS_ARE_KEPT = Duration.ofDays(5 * 365);

  static {
    FORGOTTEN.enableTimeToLive(Retention.of(NUMBERS_ARE_KEPT));
  }

  private final String job;
  private final AlertRules rules;
  private transient AlertLifecycle lifecycle;
  private transient ValueState<AlertRecord> alerts;
  private transient ValueState<Boolean> marks;
  private transient ValueState<Long> timers;
  private transient ValueState<Long> forgotten;
  private transient ValueState<Finding> waiting;
  private transient ValueState<Long> waitingUntil;
  private transient Present present;
  private transient boolean areAllMarked;
  private transient LabelledCounter changes;
  private transient LabelledCounter deadLetters;

  /**
   * Manages alerts.
   *
   * @param job name of the job in dead letters
   */
  public ManageAlerts(String job, AlertRules rules) {
    this.job = requireNonNull(job);
    this.rules = requireNonNull(rules);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    present = new Present(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    present.keep();
  }

  @Override
  public void open(OpenContext context) {
    lifecycle = new AlertLifecycle(rules);
    alerts = getRuntimeContext().getState(ALERT);
    marks = getRuntimeContext().getState(MAY_BE_PART);
    timers = getRuntimeContext().getState(TIMER);
    forgotten = getRuntimeContext().getState(FORGOTTEN);
    waiting =
        getRuntimeContext().getState(new ValueStateDescriptor<>("waiting", FindingTypes.FINDING));
    waitingUntil =
        getRuntimeContext().getState(new ValueStateDescriptor<>("waiting-until", Types.LONG));
    changes =
        new LabelledCounter(
            getRuntimeContext().getMetricGroup(), SupplyMetrics.ALERT_VERSIONS, "change");
    for (AlertChange change : AlertChange.values()) {
      changes.of(change.name());
    }
    deadLetters =
        new LabelledCounter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERS, "reason");
  }

  @Override
  public void processElement(AlertInput input, ReadOnlyContext context, Collector<SupplyAlert> out)
      throws Exception {
    AlertRecord before = known();
    Transition transition;
    if (input.command() != null) {
      try {
        AlertCommand command = input.command().value();
        transition = lifecycle.commanded(before, command, input.command().raw().source());
      } catch (RefusedCommandException refused) {
        context.output(REFUSED, letter(input.command(), refused));
        deadLetters.of(refused.reason()).inc();
        return;
      }
    } else if (input.child() != null) {
      transition = lifecycle.childChanged(before, input.child());
    } else {
      Finding finding = present.asOf(input.finding(), context.timerService());
      String parent = parentOf(finding.parents(), context.getBroadcastState(DISRUPTIONS));
      if (lifecycle.isToWait(before, finding, parent)) {
        await(finding, context.timerService());
        return;
      }
      dropWaiting(context.timerService());
      transition = lifecycle.found(before, finding, parent);
    }
    if (transition.after().equals(AlertRecord.forgotten(before.forgotten()))) {
      return; // nothing to keep
    }
    tell(before, transition, context::output, out);
    keep(before, transition.after(), Long.MIN_VALUE, context);
  }

  @Override
  public void processBroadcastElement(
      Finding disruption, Context context, Collector<SupplyAlert> out) throws Exception {
    String subject = disruption.subject();
    boolean begins = disruption.status() == Finding.Status.RAISED;
    if (begins == context.getBroadcastState(DISRUPTIONS).contains(subject)) {
      return;
    }
    if (begins) {
      context.getBroadcastState(DISRUPTIONS).put(subject, disruption.alertId());
    } else {
      context.getBroadcastState(DISRUPTIONS).remove(subject);
    }
    if (areAllMarked) {
      context.applyToKeyedState(
          MAY_BE_PART, (alertId, mark) -> settle(alerts.value(), disruption, context, out));
      return;
    }
    // The first after a start visits all: savepoints of earlier builds have no marks.
    context.applyToKeyedState(
        ALERT,
        (alertId, alert) -> {
          mark(AlertRecord.EMPTY, alert.value());
          settle(alert.value(), disruption, context, out);
        });
    areAllMarked = true;
  }

  private void settle(
      AlertRecord before, Finding disruption, Context context, Collector<SupplyAlert> out)
      throws Exception {
    if (!isConcerned(before, disruption)) {
      return;
    }
    String parent = parentOf(before.parents(), context.getBroadcastState(DISRUPTIONS));
    Transition transition =
        lifecycle.settled(before, parent, disruption.time(), disruption.source());
    tell(before, transition, context::output, out);
    // Its timer stays: it is due before anything that this makes due.
    alerts.update(transition.after());
    mark(before, transition.after());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<SupplyAlert> out)
      throws Exception {
    Finding waits = waiting.value();
    if (waits != null && waitingUntil.value() <= time) {
      open(waits.at(waits.since(), time), context, out);
    }
    Long due = timers.value();
    if (due != null && due <= time) {
      timers.clear();
      elapse(time, context, out);
    }
  }

  /** A forecast is still part of what explained it when its ship has gone on. */
  private static boolean isConcerned(AlertRecord alert, Finding disruption) {
    return alert.parents().contains(disruption.subject())
        || (alert.newest() != null && disruption.alertId().equals(alert.newest().getParentId()));
  }

  /** A forecast that no disruption has explained meanwhile, or that one has. */
  private void open(Finding finding, OnTimerContext context, Collector<SupplyAlert> out)
      throws Exception {
    dropWaiting(context.timerService());
    AlertRecord before = known();
    Transition transition =
        lifecycle.found(
            before, finding, parentOf(finding.parents(), context.getBroadcastState(DISRUPTIONS)));
    tell(before, transition, context::output, out);
    keep(before, transition.after(), finding.time(), context);
  }

  private void elapse(long time, OnTimerContext context, Collector<SupplyAlert> out)
      throws Exception {
    AlertRecord before = alerts.value();
    if (before == null) {
      return;
    }
    Transition transition = lifecycle.elapsed(before, time);
    if (transition == null) {
      alerts.clear();
      forgotten.update(before.version());
      return;
    }
    tell(before, transition, context::output, out);
    keep(before, transition.after(), time, context);
  }

  private AlertRecord known() throws Exception {
    AlertRecord known = alerts.value();
    return known == null ? AlertRecord.forgotten(requireNonNullElse(forgotten.value(), 0L)) : known;
  }

  /** The newest of what is forecast waits as long as the first. */
  private void await(Finding finding, TimerService service) throws Exception {
    Finding first = waiting.value();
    if (first == null) {
      long until = lifecycle.waitsUntil(finding);
      waitingUntil.update(until);
      service.registerEventTimeTimer(until);
      waiting.update(finding);
    } else {
      waiting.update(finding.at(first.since(), finding.time()));
    }
  }

  private void dropWaiting(TimerService service) throws Exception {
    Long until = waitingUntil.value();
    if (until != null) {
      // The alert's own timer may be for the same moment.
      if (!until.equals(timers.value())) {
        service.deleteEventTimeTimer(until);
      }
      waitingUntil.clear();
      waiting.clear();
    }
  }

  private static String parentOf(
      List<String> subjects, ReadOnlyBroadcastState<String, String> disruptions) throws Exception {
    for (String subject : subjects) {
      String alert = disruptions.get(subject);
      if (alert != null) {
        return alert;
      }
    }
    return null;
  }

  /** The side outputs of whatever context. */
  private interface SideOutputs {
    <X> void output(OutputTag<X> tag, X value);
  }

  private void tell(
      AlertRecord before, Transition transition, SideOutputs side, Collector<SupplyAlert> out) {
    SupplyAlert last = before.newest();
    for (SupplyAlert version : transition.versions()) {
      changes.of(version.getChange().name()).inc();
      out.collect(version);
      boolean isHandedOver = last != null && !last.getOwner().equals(version.getOwner());
      if (isHandedOver) {
        side.output(NEWS, new News(last.getOwner(), version, Hold.LOST));
      }
      side.output(
          NEWS, new News(version.getOwner(), version, isHandedOver ? Hold.GAINED : Hold.KEPT));
      last = version;
    }
    for (ChildChange change : transition.toParents()) {
      side.output(TO_PARENTS, AlertInput.of(change));
    }
  }

  private void keep(AlertRecord before, AlertRecord after, long now, ReadOnlyContext context)
      throws Exception {
    alerts.update(after);
    mark(before, after);
    long due = lifecycle.dueAt(after, now);
    Long timer = timers.value();
    if (timer != null && timer == due) {
      return;
    }
    TimerService service = context.timerService();
    if (timer != null && !timer.equals(waitingUntil.value())) {
      service.deleteEventTimeTimer(timer);
    }
    if (due == AlertRecord.NEVER) {
      timers.clear();
    } else {
      service.registerEventTimeTimer(due);
      timers.update(due);
    }
  }

  private void mark(AlertRecord before, AlertRecord after) throws IOException {
    if (after.mayBePart() && !before.mayBePart()) {
      marks.update(true);
    } else if (before.mayBePart() && !after.mayBePart()) {
      marks.clear();
    }
  }

  private DeadLetter letter(Decoded<AlertCommand> command, RefusedCommandException refused) {
    return DeadLetters.of(
        job, command.raw(), new Refusal(Stage.PROCESS, refused.reason(), refused.getMessage()));
  }
}
