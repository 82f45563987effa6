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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by alert: what is broadcast of a disruption of a place. It begins with the first finding,
 * and ends when that has been cleared for as long as its alert takes to be resolved, or when a
 * person resolves it; so a disruption that flaps does not release its alerts each time.
 *
 * <p>State: the end that is waited for, what is under way or dismissed, and one timer; nothing once
 * the disruption has ended.
 */
public final class SettleDisruptions extends KeyedProcessFunction<String, AlertInput, Finding> {
  private static final long serialVersionUID = 1L;

  private final Duration clearAfter;
  private transient ValueState<Finding> underWay;
  private transient ValueState<Finding> ending;
  private transient ValueState<Long> dismissedAt;

  /**
   * Settles disruptions.
   *
   * @param clearAfter how long a finding must stay cleared, in the time of events
   */
  public SettleDisruptions(Duration clearAfter) {
    this.clearAfter = requireNonNull(clearAfter);
  }

  @Override
  public void open(OpenContext context) {
    underWay =
        getRuntimeContext().getState(new ValueStateDescriptor<>("under-way", FindingTypes.FINDING));
    ending =
        getRuntimeContext().getState(new ValueStateDescriptor<>("ending", FindingTypes.FINDING));
    dismissedAt =
        getRuntimeContext().getState(new ValueStateDescriptor<>("dismissed-at", Types.LONG));
  }

  @Override
  public void processElement(AlertInput input, Context context, Collector<Finding> out)
      throws Exception {
    if (input.command() != null) {
      resolve(input.command().value(), input.command().raw().source(), context, out);
    } else if (input.finding().status() == Finding.Status.RAISED) {
      begin(input.finding(), context, out);
    } else {
      end(input.finding(), context);
    }
  }

  private void begin(Finding finding, Context context, Collector<Finding> out) throws Exception {
    dropEnd(context);
    Long dismissed = dismissedAt.value();
    if (underWay.value() != null || (dismissed != null && finding.since() <= dismissed)) {
      return;
    }
    dismissedAt.clear();
    Finding begins = bare(finding, finding.status(), finding.time(), finding.source());
    underWay.update(begins);
    out.collect(begins);
  }

  private void end(Finding finding, Context context) throws Exception {
    dismissedAt.clear();
    if (underWay.value() == null || ending.value() != null) {
      return;
    }
    ending.update(bare(finding, finding.status(), finding.time(), finding.source()));
    context.timerService().registerEventTimeTimer(finding.time() + clearAfter.toMillis());
  }

  private void resolve(AlertCommand command, Source source, Context context, Collector<Finding> out)
      throws Exception {
    Finding finding = underWay.value();
    if (command.getKind() != CommandKind.RESOLVE || finding == null) {
      return;
    }
    long time = command.getEventTime().toEpochMilli();
    if (time < finding.time() - AlertLifecycle.CLOCK_TOLERANCE.toMillis()) {
      return;
    }
    if (ending.value() == null) {
      dismissedAt.update(time);
    }
    dropEnd(context);
    underWay.clear();
    out.collect(bare(finding, Finding.Status.CLEARED, time, source));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    Finding ends = ending.value();
    if (ends == null) {
      return;
    }
    ending.clear();
    underWay.clear();
    out.collect(bare(ends, Finding.Status.CLEARED, time, null));
  }

  private void dropEnd(Context context) throws Exception {
    Finding ends = ending.value();
    if (ends != null) {
      context.timerService().deleteEventTimeTimer(ends.time() + clearAfter.toMillis());
      ending.clear();
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
