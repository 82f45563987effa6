package dev.millrace.common.ingest;

import static dev.millrace.common.testing.RawRecords.payment;
import static dev.millrace.common.testing.RawRecords.record;
import static dev.millrace.common.testing.RawRecords.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.StandardRules;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.common.testing.Mails;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class IngestRecordsTest {
  private static final int KNOWN = 7;
  private static final int LATE = 8;
  private static final long LONGER_THAN_ANY_RETRY = 60_000;
  private static final OutputTag<DeadLetter> REFUSED =
      new OutputTag<>("refused", new RecordType<>(DeadLetter.class));

  private static final RecordRules<Transaction> RULES =
      new RecordRules<>(
          List.of(
              StandardRules.cardToken("card_id", Transaction::getCardId),
              StandardRules.currency("currency", Transaction::getCurrency)));

  private final FakeSchemaRegistry registry =
      FakeSchemaRegistry.of(KNOWN, Transaction.getClassSchema());
  private OneInputStreamOperatorTestHarness<RawRecord, Decoded<Transaction>> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aRecordWithAKnownIdPassesWithItsBytesAndItsTime() throws Exception {
    process(payment(KNOWN, 1));
    awaitRecords(1);

    StreamRecord<?> out = (StreamRecord<?>) harness.getOutput().peek();
    Decoded<?> decoded = (Decoded<?>) out.getValue();
    assertThat(decoded.value()).isEqualTo(transaction(1));
    assertThat(decoded.raw().value()).isEqualTo(payment(KNOWN, 1).value());
    assertThat(decoded.raw().offset()).isEqualTo(1);
    assertThat(out.getTimestamp()).isEqualTo(5_001);
    assertThat(letters()).isEmpty();
  }

  @Test
  void anIdIsAskedForOnce() throws Exception {
    for (int i = 0; i < 5; i++) {
      process(payment(KNOWN, i));
    }
    awaitRecords(5);
    process(payment(KNOWN, 5));

    assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(registry.questions()).isEqualTo(1);
  }

  @Test
  void anIdThatAHealthyRegistryDoesNotKnowMakesADeadLetter() throws Exception {
    RawRecord raw = payment(99, 4);
    process(raw);
    awaitLetters(1);

    DeadLetter letter = letters().get(0);
    assertThat(letter.getId()).isEqualTo("a-job/payments.transactions/1/4");
    assertThat(letter.getStage()).isEqualTo(Stage.DECODE);
    assertThat(letter.getReason()).isEqualTo("unknown-schema-id");
    assertThat(letter.getDetail()).isEqualTo("the registry has no schema with id 99");
    assertThat(letter.getSource()).isEqualTo(new Source("payments.transactions", 1, 4L));
    assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(raw.value()));
    assertThat(letter.getHeaders())
        .containsExactly(new Header("trace", ByteBuffer.wrap(new byte[] {9})));
    assertThat(offsets()).isEmpty();
  }

  @Test
  void bytesThatCannotBeReadMakeADeadLetterAtOnce() throws Exception {
    process(payment(KNOWN, 1));
    awaitRecords(1);

    process(record(2, null));
    process(record(3, Arrays.copyOf(payment(KNOWN, 3).value(), 12)));
    process(payment(KNOWN, 4));

    assertThat(letters())
        .extracting(DeadLetter::getReason)
        .containsExactly("no-value", "truncated");
    assertThat(letters().get(0).getValue()).isNull();
    assertThat(offsets()).containsExactly(1L, 4L);
  }

  @Test
  void aRecordThatBreaksARuleLeavesWithTheRule() throws Exception {
    process(payment(KNOWN, 1));
    awaitRecords(1);
    process(payment(KNOWN, transaction(2), payment -> payment.setCurrency("EURO")));
    process(payment(KNOWN, 3));

    assertThat(offsets()).containsExactly(1L, 3L);
    DeadLetter letter = letters().get(0);
    assertThat(letter.getId()).isEqualTo("a-job/payments.transactions/1/2");
    assertThat(letter.getStage()).isEqualTo(Stage.VALIDATE);
    assertThat(letter.getReason()).isEqualTo("currency-unknown");
    assertThat(letter.getDetail()).isEqualTo("currency must be an ISO 4217 code, got 'EURO'");
    assertThat(letter.getIntact()).isTrue();
  }

  @Test
  void aCardNumberIsInNoPartOfItsDeadLetter() throws Exception {
    process(payment(KNOWN, transaction(1), payment -> payment.setCardId("4111111111111111")));
    awaitLetters(1);

    DeadLetter letter = letters().get(0);
    assertThat(letter.getReason()).isEqualTo("card-number");
    assertThat(letter.getDetail())
        .isEqualTo(
            "card_id must be a token, not a card number, got '************1111'; a card number in"
                + " the record is masked here");
    assertThat(letter.getIntact()).isFalse();
    assertThat(new String(letter.getValue().array(), UTF_8))
        .contains("************1111")
        .doesNotContain("4111");
  }

  @Test
  void tooManyRefusalsAmongTheNewestRecordsStopTheJobForGood() throws Exception {
    process(payment(KNOWN, 1));
    awaitRecords(1);
    process(record(2, null));
    process(payment(KNOWN, transaction(3), payment -> payment.setCurrency("EURO")));
    process(payment(KNOWN, 4));

    assertThatThrownBy(() -> process(record(5, null)))
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(MassRefusalException.class)
        .hasMessage(
            "payments.transactions: 3 of the last 4 records were refused, more than"
                + " input.breaker-share (0.5) allows; the job stops and keeps its offsets. The"
                + " newest: no-value, the record has no value (a tombstone)"
                + " (a-job/payments.transactions/1/5)");
  }

  @Test
  void aValueAboveTheLimitIsRefusedWithoutAQuestion() throws Exception {
    process(record(1, new byte[501]));

    assertThat(letters()).extracting(DeadLetter::getReason).containsExactly("too-large");
    assertThat(registry.questions()).isZero();
  }

  @Test
  void duringAnOutageUnknownIdsWaitWhileKnownOnesPass() throws Exception {
    process(payment(KNOWN, 1));
    awaitRecords(1);
    registry.with(LATE, Transaction.getClassSchema());
    registry.down();

    process(payment(LATE, 2));
    process(payment(KNOWN, 3));
    process(payment(LATE, 4));
    awaitQuestions(2);
    askAgain(3);
    assertThat(offsets()).containsExactly(1L, 3L);

    registry.up();
    askAgain(4);
    awaitRecords(4);
    assertThat(offsets()).containsExactly(1L, 3L, 2L, 4L);
    assertThat(letters()).isEmpty();
  }

  @Test
  void anOutageMakesNoDeadLetterHoweverLongItIs() throws Exception {
    registry.down();
    process(payment(KNOWN, 1));
    awaitQuestions(1);
    for (int i = 2; i <= 20; i++) {
      askAgain(i);
    }

    assertThat(letters()).isEmpty();
    assertThat(offsets()).isEmpty();
  }

  @Test
  void recordsThatWaitSurviveARestartAndAnotherOneWhileTheRegistryIsStillAway() throws Exception {
    registry.down();
    process(payment(KNOWN, 1));
    process(payment(99, 2));
    process(payment(KNOWN, 3));

    OperatorSubtaskState first = harness.snapshot(1, 1);
    restart(first);
    awaitQuestions(3);
    OperatorSubtaskState second = harness.snapshot(2, 2);
    restart(second);
    registry.up();
    harness.setProcessingTime(LONGER_THAN_ANY_RETRY);
    Mails.runUntil(
        harness,
        () -> {
          advance();
          return offsets().size() == 2 && letters().size() == 1;
        });

    assertThat(offsets()).containsExactly(1L, 3L);
    assertThat(letters())
        .extracting(DeadLetter::getId)
        .containsExactly("a-job/payments.transactions/1/2");
    assertThat(letters().get(0).getHeaders())
        .containsExactly(new Header("trace", ByteBuffer.wrap(new byte[] {9})));
  }

  /** The cache on the disk would answer at once, were it asked. */
  @Test
  void afterARestartWhatIsKnownDoesNotWaitBehindAQuestionThatIsNotAnswered() throws Exception {
    registry.silentAbout(99);
    process(payment(99, 1));
    awaitQuestions(1);
    restart(harness.snapshot(1, 1));
    awaitQuestions(2);

    process(payment(KNOWN, 2));
    awaitRecords(1);
    assertThat(offsets()).containsExactly(2L);
  }

  @Test
  void nothingIsLeftInStateOnceRecordsWereReleased() throws Exception {
    process(payment(KNOWN, 1));
    process(payment(99, 2));
    awaitRecords(1);
    awaitLetters(1);

    restart(harness.snapshot(1, 1));
    process(payment(KNOWN, 3));
    awaitRecords(1);

    assertThat(offsets()).containsExactly(3L);
    assertThat(letters()).isEmpty();
  }

  @Test
  void aNegativeAnswerIsBelievedForAWhileAndThenAskedAgain() throws Exception {
    process(payment(LATE, 1));
    awaitLetters(1);
    registry.with(LATE, Transaction.getClassSchema());

    harness.setProcessingTime(IngestRecords.UNKNOWN_FOR.toMillis() - 1);
    process(payment(LATE, 2));
    assertThat(letters()).hasSize(2);
    assertThat(registry.questions()).isEqualTo(1);

    harness.setProcessingTime(IngestRecords.UNKNOWN_FOR.toMillis());
    process(payment(LATE, 3));
    awaitRecords(1);
    assertThat(offsets()).containsExactly(3L);
    assertThat(registry.questions()).isEqualTo(2);
  }

  @Test
  void theInputIsHeldBackOnceTooManyRecordsWaitAndOrderIsKept() throws Exception {
    registry.down();
    for (long i = 0; i < IngestRecords.MAX_PARKED; i++) {
      process(payment(KNOWN, i));
    }
    awaitQuestions(1);
    Mails.runNext(harness); // the registry's failure: a retry is due
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isEqualTo(1);

    registry.up();
    harness.getTaskMailbox().put(new Mail(this::advance, TaskMailbox.MAX_PRIORITY, "time passes"));
    process(payment(KNOWN, IngestRecords.MAX_PARKED)); // returns only when there is room
    process(payment(KNOWN, IngestRecords.MAX_PARKED + 1));

    assertThat(offsets())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(0, IngestRecords.MAX_PARKED + 1).boxed().toList());
  }

  @Test
  void whatWaitedInTwoSubtasksWaitsInOneWithoutHoldingItsStartBack() throws Exception {
    registry.down();
    for (long i = 0; i < IngestRecords.MAX_PARKED; i++) {
      process(payment(KNOWN, i));
    }
    OperatorSubtaskState full = harness.snapshot(1, 1);
    restart(AbstractStreamOperatorTestHarness.repackageState(full, full)); // returns

    registry.up();
    harness.setProcessingTime(LONGER_THAN_ANY_RETRY);
    int all = 2 * IngestRecords.MAX_PARKED;
    Mails.runUntil(
        harness,
        () -> {
          advance();
          return offsets().size() == all;
        });
    assertThat(letters()).isEmpty();
  }

  @Test
  void theInputIsHeldBackOnceTooManyBytesWait() throws Exception {
    registry.down();
    int room = 17; // the last one of them passes 16 MiB
    for (long i = 0; i < room; i++) {
      process(withKey(payment(KNOWN, i), 1_000_000));
    }
    awaitQuestions(1);
    Mails.runNext(harness); // the registry's failure: a retry is due
    assertThat(harness.getProcessingTimeService().getNumActiveTimers()).isEqualTo(1);

    registry.up();
    AtomicBoolean heldBack = new AtomicBoolean();
    harness
        .getTaskMailbox()
        .put(
            new Mail(
                () -> {
                  heldBack.set(true);
                  advance();
                },
                TaskMailbox.MAX_PRIORITY,
                "time passes"));
    for (long i = room; i < 100; i++) {
      process(withKey(payment(KNOWN, i), 1_000_000));
    }

    assertThat(heldBack).isTrue();
    assertThat(offsets()).containsExactlyElementsOf(LongStream.range(0, 100).boxed().toList());
  }

  private static RawRecord withKey(RawRecord raw, int bytes) {
    return new RawRecord(
        raw.topic(),
        raw.partition(),
        raw.offset(),
        raw.timestamp(),
        new byte[bytes],
        raw.value(),
        raw.headerNames(),
        raw.headerValues());
  }

  @Test
  void theEndOfTheInputWaitsForTheRegistry() throws Exception {
    process(payment(KNOWN, 1));
    process(payment(99, 2));
    assertThat(offsets()).isEmpty();

    harness.endInput();

    assertThat(offsets()).containsExactly(1L);
    assertThat(letters()).hasSize(1);
  }

  private OneInputStreamOperatorTestHarness<RawRecord, Decoded<Transaction>> harness()
      throws Exception {
    OneInputStreamOperatorTestHarness<RawRecord, Decoded<Transaction>> made =
        new OneInputStreamOperatorTestHarness<>(
            new IngestRecords.Factory<>(
                new IngestSettings<>(
                    "a-job",
                    "payments.transactions",
                    Transaction.class,
                    registry.factory(),
                    RULES,
                    new IngestOptions(new DecodeLimits(500, 100, 10), new Breaker.Limit(4, 0.5)),
                    (record, now) -> record,
                    REFUSED)),
            RawRecord.TYPE.createSerializer(new SerializerConfigImpl()));
    made.setup(Decoded.type(Transaction.class).createSerializer(new SerializerConfigImpl()));
    return made;
  }

  private void restart(OperatorSubtaskState state) throws Exception {
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
  }

  private void process(RawRecord raw) throws Exception {
    harness.processElement(new StreamRecord<>(raw, raw.timestamp()));
  }

  /** Lets the next retry come, and waits until the registry was asked for the n-th time. */
  private void askAgain(int questions) throws Exception {
    Mails.runUntil(harness, () -> harness.getProcessingTimeService().getNumActiveTimers() > 0);
    advance();
    awaitQuestions(questions);
  }

  private void advance() {
    try {
      harness.setProcessingTime(harness.getProcessingTime() + LONGER_THAN_ANY_RETRY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitQuestions(int count) throws Exception {
    Mails.runUntil(harness, () -> registry.questions() >= count);
  }

  private void awaitRecords(int count) throws Exception {
    Mails.runUntil(harness, () -> offsets().size() >= count);
  }

  private void awaitLetters(int count) throws Exception {
    Mails.runUntil(harness, () -> letters().size() >= count);
  }

  private List<Long> offsets() {
    return harness.extractOutputValues().stream().map(decoded -> decoded.raw().offset()).toList();
  }

  private List<DeadLetter> letters() {
    Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(REFUSED);
    return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
  }
}
