package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.fraud.domain.CardHabits;
import dev.millrace.fraud.domain.CardPlaces;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.History;
import dev.millrace.fraud.domain.PaymentFigures;
import dev.millrace.fraud.domain.ScoringCurrency;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by card: adds each payment to the card's history and what the history says to the payment.
 *
 * <p>State for each card: one {@link History} of 30 days, at most 20 KiB, and its {@link
 * CardPlaces}, at most 3.1 KiB. And the currency of their sums, which nothing converts: a job with
 * another one stops before the first payment.
 */
public final class TrackCardBehaviour
    extends KeyedProcessFunction<String, Received<Transaction>, ProfiledPayment>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final ScoringCurrency currency;
  private final Duration idleRetention;
  private transient ListState<String> currencyOfSums;
  private transient Counter withoutRate;
  private transient ValueState<History> history;
  private transient ValueState<CardPlaces> places;

  /**
   * Tracks cards.
   *
   * @param currency what amounts are compared in
   * @param idleRetention how long a card's state is kept without a payment, in processing time
   */
  public TrackCardBehaviour(ScoringCurrency currency, Duration idleRetention) {
    this.currency = requireNonNull(currency);
    this.idleRetention = requireNonNull(idleRetention);
  }

  /**
   * Refuses a state whose sums are in another currency. That of an earlier release does not say.
   */
  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    currencyOfSums =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("scoring-currency", Types.STRING));
    for (String before : currencyOfSums.get()) {
      if (!before.equals(currency.code())) {
        throw new SuppressRestartsException(
            new IllegalStateException(
                "scoring.currency must be %s, as of the sums in the state, got %s; with another one start without state (scripts/submit --fresh)"
                    .formatted(before, currency.code())));
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    currencyOfSums.update(List.of(currency.code()));
  }

  @Override
  public void open(OpenContext context) {
    withoutRate = getRuntimeContext().getMetricGroup().counter(FraudMetrics.AMOUNTS_WITHOUT_RATE);
    history =
        getRuntimeContext()
            .getState(StateRetention.of("card-history", History.class, idleRetention));
    places =
        getRuntimeContext()
            .getState(StateRetention.of("card-places", CardPlaces.class, idleRetention));
  }

  @Override
  public void processElement(
      Received<Transaction> payment, Context context, Collector<ProfiledPayment> out)
      throws Exception {
    History before = requireNonNullElse(history.value(), History.EMPTY);
    Transaction compared = compared(payment.value());
    CardPlaces usedAt = requireNonNullElse(places.value(), CardPlaces.EMPTY);
    history.update(CardActivity.remember(before, compared));
    places.update(usedAt.with(payment.value()));
    Features features = Features.none();
    PaymentFigures.into(features, compared);
    CardActivity.at(before, compared).into(features);
    CardHabits.into(features, before, compared);
    usedAt.into(features, payment.value());
    // Most payments name no device and pass that step by.
    features.set(Feature.DEVICE_CARDS_1D, Features.UNKNOWN);
    features.set(Feature.DEVICE_CARDS_7D, Features.UNKNOWN);
    out.collect(new ProfiledPayment(payment, features));
  }

  /** The payment in the currency that amounts are compared in, where that is known. */
  private Transaction compared(Transaction payment) {
    Optional<Transaction> converted = currency.in(payment);
    if (converted.isEmpty()) {
      withoutRate.inc();
    }
    return converted.orElse(payment);
  }
}
