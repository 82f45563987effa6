package dev.millrace.fraud;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.TerminalRisk;
import dev.millrace.fraud.operator.DecidePayment;
import dev.millrace.fraud.operator.DecisionSettings;
import dev.millrace.fraud.operator.PolicyChange;
import dev.millrace.fraud.operator.ProfiledPayment;
import dev.millrace.fraud.operator.TrackCardBehaviour;
import dev.millrace.fraud.operator.TrackDeviceUse;
import dev.millrace.fraud.operator.TrackTerminalRisk;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From payments, labels, rules and models to decisions. */
public final class FraudScoringTopology {

  private FraudScoringTopology() {}

  /**
   * What the job reads.
   *
   * @param payments valid payments, in any order
   * @param labels what payments turned out to be, in any order
   * @param rules versions of rules, each rule's in their order
   * @param models models and their roles, each model's in their order
   */
  public record Inputs(
      DataStream<Received<Transaction>> payments,
      DataStream<Received<FraudLabel>> labels,
      DataStream<Received<FraudRule>> rules,
      DataStream<Received<FraudModel>> models) {}

  /**
   * One decision for each payment, made when it arrives.
   *
   * @param decisions what decides, and what of it is known before the first payment
   * @param scoring how long what is remembered
   */
  public static DataStream<FraudDecision> build(
      Inputs inputs, DecisionSettings decisions, FraudScoringOptions.Scoring scoring) {
    KeySelector<Received<Transaction>, String> card = payment -> payment.value().getCardId();
    KeySelector<Received<FraudLabel>, String> labelledTerminal =
        label -> label.value().getTerminalId();

    DataStream<Received<Transaction>> distinct =
        inputs
            .payments()
            .keyBy(card, Types.STRING)
            .process(
                new DropDuplicates<>(
                    payment -> payment.value().getTransactionId(), scoring.duplicateRetention()),
                Received.type(Transaction.class))
            .uid("drop-duplicates")
            .name("drop duplicates");

    // A label that its sender repeats must not count as one more fraud. A terminal may be an online
    // merchant with millions of them, and payments wait while this step stands still.
    DataStream<Received<FraudLabel>> frauds =
        inputs
            .labels()
            .filter(label -> TerminalRisk.matters(label.value()))
            .uid("keep-frauds")
            .name("keep frauds")
            .keyBy(labelledTerminal, Types.STRING)
            .process(
                DropDuplicates.ofManyIdsOfAKey(
                    label -> label.value().getTransactionId(), scoring.duplicateRetention()),
                Received.type(FraudLabel.class))
            .uid("drop-duplicate-frauds")
            .name("drop duplicate frauds");

    DataStream<PolicyChange> changes = changes(inputs);

    // Still partitioned by card, so that the history is kept in the same task without another
    // shuffle.
    SingleOutputStreamOperator<ProfiledPayment> behaviour =
        DataStreamUtils.reinterpretAsKeyedStream(distinct, card, Types.STRING)
            .process(
                new TrackCardBehaviour(scoring.currency(), scoring.idleRetention()),
                ProfiledPayment.TYPE)
            .uid("card-behaviour")
            .name("card behaviour");

    return withDeviceUse(behaviour, scoring)
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
        .connect(changes.broadcast(DecidePayment.broadcastState()))
        .process(new DecidePayment(decisions), new RecordType<>(FraudDecision.class))
        .uid("score-payment")
        .name("decide payment");
  }

  /** Only payments that name a device pay for the way to the device's task. */
  private static DataStream<ProfiledPayment> withDeviceUse(
      DataStream<ProfiledPayment> payments, FraudScoringOptions.Scoring scoring) {
    DataStream<ProfiledPayment> onDevices =
        payments
            .filter(profiled -> profiled.deviceId() != null)
            .uid("keep-device-payments")
            .name("keep payments on devices")
            .keyBy(ProfiledPayment::deviceId, Types.STRING)
            .process(new TrackDeviceUse(scoring.idleRetention()), ProfiledPayment.TYPE)
            .uid("device-use")
            .name("device use");
    return payments
        .filter(profiled -> profiled.deviceId() == null)
        .uid("keep-other-payments")
        .name("keep payments without a device")
        .union(onDevices);
  }

  private static DataStream<PolicyChange> changes(Inputs inputs) {
    DataStream<PolicyChange> rules =
        inputs
            .rules()
            .map(rule -> PolicyChange.of(rule.value()), PolicyChange.TYPE)
            .uid("rule-changes")
            .name("rule changes");
    DataStream<PolicyChange> models =
        inputs
            .models()
            .map(model -> PolicyChange.of(model.value()), PolicyChange.TYPE)
            .uid("model-changes")
            .name("model changes");
    return rules.union(models);
  }
}
