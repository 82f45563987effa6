package dev.millrace.fraud;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.TerminalRisk;
import dev.millrace.fraud.operator.DecidePayment;
import dev.millrace.fraud.operator.ProfiledPayment;
import dev.millrace.fraud.operator.TrackCardBehaviour;
import dev.millrace.fraud.operator.TrackTerminalRisk;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;

/** From payments and labels to decisions. */
public final class FraudScoringTopology {

  private FraudScoringTopology() {}

  /**
   * One decision for each payment, made when it arrives.
   *
   * @param payments valid payments, in any order
   * @param labels what payments turned out to be, in any order
   */
  public static DataStream<FraudDecision> build(
      DataStream<Received<Transaction>> payments,
      DataStream<Received<FraudLabel>> labels,
      FraudScoringOptions.Scoring scoring) {
    KeySelector<Received<Transaction>, String> card = payment -> payment.value().getCardId();
    KeySelector<Received<FraudLabel>, String> labelledTerminal =
        label -> label.value().getTerminalId();

    DataStream<Received<Transaction>> distinct =
        payments
            .keyBy(card, Types.STRING)
            .process(
                new DropDuplicates<>(
                    payment -> payment.value().getTransactionId(), scoring.duplicateRetention()),
                Received.type(Transaction.class))
            .uid("drop-duplicates")
            .name("drop duplicates");

    // A label that its sender repeats must not count as one more fraud.
    DataStream<Received<FraudLabel>> frauds =
        labels
            .filter(label -> TerminalRisk.matters(label.value()))
            .uid("keep-frauds")
            .name("keep frauds")
            .keyBy(labelledTerminal, Types.STRING)
            .process(
                new DropDuplicates<>(
                    label -> label.value().getTransactionId(), scoring.duplicateRetention()),
                Received.type(FraudLabel.class))
            .uid("drop-duplicate-frauds")
            .name("drop duplicate frauds");

    // Still partitioned by card, so that the history is kept in the same task without another
    // shuffle.
    return DataStreamUtils.reinterpretAsKeyedStream(distinct, card, Types.STRING)
        .process(new TrackCardBehaviour(scoring.idleRetention()), ProfiledPayment.TYPE)
        .uid("card-behaviour")
        .name("card behaviour")
        .keyBy(ProfiledPayment::terminalId, Types.STRING)
        .connect(frauds.keyBy(labelledTerminal, Types.STRING))
        .process(
            new TrackTerminalRisk(scoring.labelDelay(), scoring.idleRetention()),
            ProfiledPayment.TYPE)
        // Its name in 0.1.0, when it also decided: savepoints find the terminals' state by it.
        .uid("decide-payment")
        .name("terminal risk")
        // Spread evenly, whatever the terminals: scoring costs most, and a fifth of all payments
        // may be one online merchant's.
        .rebalance()
        .process(
            new DecidePayment(scoring.fallback(), scoring.thresholds()),
            new RecordType<>(FraudDecision.class))
        .uid("score-payment")
        .name("decide payment");
  }
}
