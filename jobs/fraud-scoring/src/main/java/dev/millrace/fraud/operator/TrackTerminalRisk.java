package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.CardsSeen;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.History;
import dev.millrace.fraud.domain.TerminalAmounts;
import dev.millrace.fraud.domain.TerminalFrauds;
import dev.millrace.fraud.domain.TerminalRisk;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by terminal: keeps what became of the terminal's payments and says it to each payment.
 *
 * <p>State for each terminal: one {@link History} that reaches back 30 days and the label delay, at
 * most 20 KiB; its {@link TerminalAmounts}, at most 1.2 KiB; its {@link CardsSeen}, at most 1 KiB.
 *
 * <p>All payments of a terminal pass one task. What an online merchant with a fifth of all traffic
 * costs here is bounded by the bounds of the state, a few microseconds a payment; scoring, which
 * costs more, is spread over all tasks behind this one.
 */
public final class TrackTerminalRisk
    extends KeyedCoProcessFunction<String, ProfiledPayment, Received<FraudLabel>, ProfiledPayment> {
  private static final long serialVersionUID = 1L;

  private final Duration labelDelay;
  private final Duration idleRetention;
  private transient ValueState<History> history;
  private transient ValueState<TerminalAmounts> amounts;
  private transient ValueState<CardsSeen> cards;

  /**
   * Tracks terminals.
   *
   * @param labelDelay time from a payment to its label
   * @param idleRetention how long a terminal's state is kept without a payment or label, in
   *     processing time
   */
  public TrackTerminalRisk(Duration labelDelay, Duration idleRetention) {
    this.labelDelay = requireNonNull(labelDelay);
    this.idleRetention = requireNonNull(idleRetention);
  }

  @Override
  public void open(OpenContext context) {
    history =
        getRuntimeContext()
            .getState(StateRetention.of("terminal-history", History.class, idleRetention));
    amounts =
        getRuntimeContext()
            .getState(StateRetention.of("terminal-amounts", TerminalAmounts.class, idleRetention));
    cards =
        getRuntimeContext()
            .getState(StateRetention.of("terminal-cards", CardsSeen.class, idleRetention));
  }

  @Override
  public void processElement1(
      ProfiledPayment profiled, Context context, Collector<ProfiledPayment> out) throws Exception {
    Transaction payment = profiled.payment().value();
    History before = requireNonNullElse(history.value(), History.EMPTY);
    TerminalRisk.at(before, payment, labelDelay).into(profiled.features());
    history.update(TerminalRisk.remember(before, payment, labelDelay));

    long time = payment.getEventTime().toEpochMilli();
    TerminalAmounts paid = requireNonNullElse(amounts.value(), TerminalAmounts.EMPTY);
    TerminalFrauds.into(profiled.features(), before, paid, payment, labelDelay);
    amounts.update(paid.with(time, profiled.features().of(Feature.CARD_AMOUNT_TO_USUAL)));

    CardsSeen seen =
        requireNonNullElse(cards.value(), CardsSeen.EMPTY).with(payment.getCardId(), time);
    seen.intoTerminal(profiled.features(), time);
    cards.update(seen);
    out.collect(profiled);
  }

  @Override
  public void processElement2(
      Received<FraudLabel> label, Context context, Collector<ProfiledPayment> out)
      throws Exception {
    if (TerminalRisk.matters(label.value())) {
      History before = requireNonNullElse(history.value(), History.EMPTY);
      history.update(TerminalRisk.remember(before, label.value(), labelDelay));
    }
  }
}
