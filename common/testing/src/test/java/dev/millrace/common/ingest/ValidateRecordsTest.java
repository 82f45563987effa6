package dev.millrace.common.ingest;

import static dev.millrace.common.testing.RawRecords.payment;
import static dev.millrace.common.testing.RawRecords.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.util.List;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ValidateRecordsTest {
  private static final OutputTag<DeadLetter> REFUSED =
      new OutputTag<>("refused", new RecordType<>(DeadLetter.class));
  private static final RecordRules<Transaction> RULES =
      new RecordRules<>(
          List.of(
              new Rule<>(
                  "event-time-in-future",
                  "event_time",
                  "not ahead of the job's clock",
                  Transaction::getEventTime,
                  (payment, now) -> payment.getEventTime().toEpochMilli() <= now)));

  private OneInputStreamOperatorTestHarness<Decoded<Transaction>, Received<Transaction>> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new ValidateRecords<>("a-job", RULES, REFUSED)));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void validRecordsPassAndOthersLeaveWithTheRuleThatTheyBreak() throws Exception {
    harness.setProcessingTime(1_001);

    harness.processElement(new StreamRecord<>(decoded(1)));
    harness.processElement(new StreamRecord<>(decoded(2)));

    assertThat(harness.extractOutputValues())
        .containsExactly(
            new Received<>(transaction(1), new Source("payments.transactions", 1, 1L), 5_001));
    assertThat(harness.getSideOutput(REFUSED))
        .extracting(StreamRecord::getValue)
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getId()).isEqualTo("a-job/payments.transactions/1/2");
              assertThat(letter.getStage()).isEqualTo(Stage.VALIDATE);
              assertThat(letter.getReason()).isEqualTo("event-time-in-future");
              assertThat(letter.getDetail())
                  .isEqualTo(
                      "event_time must be not ahead of the job's clock, got"
                          + " '1970-01-01T00:00:01.002Z'");
              assertThat(letter.getValue().array()).isEqualTo(payment(7, 2).value());
            });
  }

  private static Decoded<Transaction> decoded(long number) {
    return new Decoded<>(transaction(number), payment(7, number));
  }
}
