package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.CommandKind;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.alert.AlertLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by alert: what is broadcast of a disruption of a place. It begins with the first finding,
 * and ends a while after that was cleared, when a person resolves it, or when its detector has said
 * nothing for as long as its alert is kept. A disruption that flaps does not release its alerts
 * each time, and what it held has the time to catch up: a port that is open again is no reason to
 * call the owners of a hundred shipments that are on their way.
 *
 * <p>State: the end that is waited for and whether the alert is resolved by then, what is under way
 * or dismissed, and timers for that resolution, for the end and for silence; nothing once the
 * disruption has ended or its dismissal is forgotten, as its alert forgets it.
 */
public final class SettleDisruptions extends KeyedProcessFunction<String, AlertInput, Finding>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final Duration clearsAfter;
  private final Duration releasesAfter;
  private final Duration retention;
  private transient ValueState<Finding> underWay;
  private transient ValueState<Finding> ending;
  private transient ValueState<Boolean> resolved;
  private transient ValueState<Long> dismissedAt;
  private transient ValueState<Long> silentAt;
  private transient Present present;

  /**
   * Settles disruptions.
   *
   * @param clearsAfter how long a finding must stay cleared until its alert is resolved and takes
   *     no more commands, in the time of events
   * @param releasesAfter how long a finding must stay cleared until what is part of it is released,
   *     in the time of events
   * @param retention how long a disruption of which nothing is said goes on, in the time of events
   */
  public SettleDisruptions(Duration clearsAfter, Duration releasesAfter, Duration retention) {
    this.clearsAfter = requireNonNull(clearsAfter);
    this.releasesAfter = requireNonNull(releasesAfter);
    this.retention = requireNonNull(retention);
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
    underWay =
        getRuntimeContext().getState(new ValueStateDescriptor<>("under-way", FindingTypes.FINDING));
    ending =
        getRuntimeContext().getState(new ValueStateDescriptor<>("ending", FindingTypes.FINDING));
    resolved = getRuntimeContext().getState(new ValueStateDescriptor<>("resolved", Types.BOOLEAN));
    dismissedAt =
        getRuntimeContext().getState(new ValueStateDescriptor<>("dismissed-at", Types.LONG));
    silentAt = getRuntimeContext().getState(new ValueStateDescriptor<>("silent-at", Types.LONG));
  }

  @Override
  public void processElement(AlertInput input, Context context, Collector<Finding> out)
      throws Exception {
    if (input.command() != null) {
      resolve(input.command().value(), input.command().raw().source(), context, out);
    } else if (input.finding().status() == Finding.Status.RAISED) {
      begin(present.asOf(input.finding(), context.timerService()), context, out);
    } else {
      end(present.asOf(input.finding(), context.timerService()), context);
    }
  }

  private void begin(Finding finding, Context context, Collector<Finding> out) throws Exception {
    boolean reopened = isResolved(context.timerService());
    dropEnd(context);
    awaitSilence(finding.time(), context);
    if (underWay.value() != null) {
      if (reopened) {
        // Its alert takes commands from now on only.
        underWay.update(bare(finding, finding.status(), finding.time(), finding.source()));
      }
      return;
    }
    Long dismissed = dismissedAt.value();
    if (dismissed != null && finding.since() <= dismissed) {
      return;
    }
    dismissedAt.clear();
    Finding begins = bare(finding, finding.status(), finding.time(), finding.source());
    underWay.update(begins);
    out.collect(begins);
  }

  private void end(Finding finding, Context context) throws Exception {
    dismissedAt.clear();
    if (underWay.value() == null) {
      dropSilence(context);
      return;
    }
    if (ending.value() != null) {
      return;
    }
    ending.update(bare(finding, finding.status(), finding.time(), finding.source()));
    context.timerService().registerEventTimeTimer(finding.time() + clearsAfter.toMillis());
    context.timerService().registerEventTimeTimer(finding.time() + releasesAfter.toMillis());
  }

  private void resolve(AlertCommand command, Source source, Context context, Collector<Finding> out)
      throws Exception {
    Finding finding = underWay.value();
    if (command.getKind() != CommandKind.RESOLVE || finding == null) {
      return;
    }
    long time = command.getEventTime().toEpochMilli();
    if (time < finding.time() - AlertLifecycle.CLOCK_TOLERANCE.toMillis()
        || isResolved(context.timerService())) {
      return; // the alert refuses it as well
    }
    if (ending.value() == null) {
      dismiss(time, context);
    } else {
      dropEnd(context);
      dropSilence(context);
    }
    underWay.clear();
    out.collect(bare(finding, Finding.Status.CLEARED, time, source));
  }

  /** Remembered until its alert forgets it, which hears of the parts that are released now. */
  private void dismiss(long time, Context context) throws Exception {
    dismissedAt.update(time);
    Long silent = silentAt.value();
    if (silent == null || silent < time + retention.toMillis()) {
      awaitSilence(time, context);
    }
  }

  /**
   * Whether its alert is resolved by time. It stays so after a restart, when there is no watermark
   * yet and commands are read again. For an end of an earlier build no timer has been set.
   */
  private boolean isResolved(TimerService timers) throws Exception {
    return resolved.value() != null || isClearFor(clearsAfter, timers.currentWatermark());
  }

  private boolean isClearFor(Duration span, long now) throws Exception {
    Finding ends = ending.value();
    return ends != null && ends.time() + span.toMillis() <= now;
  }

  private void awaitSilence(long heardAt, Context context) throws Exception {
    dropSilence(context);
    long at = heardAt + retention.toMillis();
    silentAt.update(at);
    context.timerService().registerEventTimeTimer(at);
  }

  private void dropSilence(Context context) throws Exception {
    Long at = silentAt.value();
    if (at != null) {
      context.timerService().deleteEventTimeTimer(at);
      silentAt.clear();
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    if (isClearFor(clearsAfter, time)) {
      resolved.update(true);
    }
    boolean over = isClearFor(releasesAfter, time);
    Long silent = silentAt.value();
    if (!over && (silent == null || silent > time)) {
      return;
    }
    Finding was = over ? ending.value() : underWay.value();
    dropEnd(context);
    dropSilence(context);
    underWay.clear();
    dismissedAt.clear();
    if (was != null) {
      out.collect(bare(was, Finding.Status.CLEARED, time, null));
    }
  }

  private void dropEnd(Context context) throws Exception {
    Finding ends = ending.value();
    if (ends != null) {
      context.timerService().deleteEventTimeTimer(ends.time() + clearsAfter.toMillis());
      context.timerService().deleteEventTimeTimer(ends.time() + releasesAfter.toMillis());
      ending.clear();
      resolved.clear();
    }
  }

  /** A finding without its figures, which alerts that are part of it do not need. */
  private static Finding bare(Finding finding, Finding.Status status, long time, Source source) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        status,
        finding.since(),
        time,
        Stake.UNKNOWN,
        finding.summary(),
        Map.of(),
        null,
        List.of(),
        source);
  }
}
