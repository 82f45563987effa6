package dev.millrace.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.StandardRules;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.common.testing.RawRecords;
import dev.millrace.payments.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactedTopicTest {
  private static final String TOPIC = RawRecords.TOPIC;
  private static final int SCHEMA = 7;
  private static final TopicPartition FIRST = new TopicPartition(TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(TOPIC, 1);
  private static final RecordRules<Transaction> POSITIVE =
      new RecordRules<>(
          List.of(
              StandardRules.atLeast(
                  100, "amount_minor", "amount-too-small", Transaction::getAmountMinor)));

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final FakeSchemaRegistry registry =
      FakeSchemaRegistry.of(SCHEMA, Transaction.getClassSchema());
  private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
  private final StepClock clock = new StepClock();

  /** Half a second passes at each look. */
  private static final class StepClock extends Clock {
    private long now;

    @Override
    public Instant instant() {
      now += 500;
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void twoPartitions() {
    Node[] nodes = {new Node(1, "localhost", 1)};
    consumer.updatePartitions(
        TOPIC,
        List.of(
            new PartitionInfo(TOPIC, 0, nodes[0], nodes, nodes),
            new PartitionInfo(TOPIC, 1, nodes[0], nodes, nodes)));
    consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
  }

  @Test
  void readsEveryPartitionToItsEnd() {
    hold(FIRST, 0, payment(1));
    hold(FIRST, 1, payment(2));
    hold(SECOND, 0, payment(3));

    assertThat(read())
        .extracting(Transaction::getTransactionId)
        .containsExactlyInAnyOrder("t-1", "t-2", "t-3");
  }

  @Test
  void anEmptyTopicHoldsNothing() {
    assertThat(read()).isEmpty();
  }

  @Test
  void leavesOutWhatTheStreamRefuses() {
    hold(FIRST, 0, new byte[] {1, 2, 3});
    hold(FIRST, 1, null);
    hold(FIRST, 2, RawRecords.payment(SCHEMA + 1, 2).value());
    hold(
        FIRST,
        3,
        RawRecords.payment(SCHEMA, RawRecords.transaction(3), change -> change.setAmountMinor(99))
            .value());
    hold(FIRST, 4, payment(4));

    assertThat(read()).extracting(Transaction::getTransactionId).containsExactly("t-4");
  }

  /** The first came two hours before its time, the second in it, the third is still to come. */
  @Test
  void whatWasInTheFutureWhenItCameStaysRefused() {
    long hour = Duration.ofHours(1).toMillis();
    clock.now = 10 * hour;
    holdTimed(0, 7 * hour, 9 * hour);
    holdTimed(1, 8 * hour, 9 * hour);
    holdTimed(2, 12 * hour, 12 * hour);

    assertThat(
            read(
                new RecordRules<>(
                    List.of(
                        StandardRules.notInFuture(
                            "event_time", Transaction::getEventTime, Duration.ofHours(1))))))
        .extracting(Transaction::getTransactionId)
        .containsExactly("t-1");
  }

  @Test
  void readsOverOffsetsThatCompactionTookAway() {
    hold(FIRST, 5, payment(5));
    hold(FIRST, 9, payment(9));

    assertThat(read()).hasSize(2);
  }

  @Test
  void doesNotStartWithoutTheRegistry() {
    hold(FIRST, 0, payment(1));
    registry.down();

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot read payments.transactions before the start: the registry is down");
  }

  @Test
  void doesNotStartWithHalfOfATopic() {
    hold(FIRST, 0, payment(1));
    consumer.updateEndOffsets(Map.of(FIRST, 3L, SECOND, 0L));
    consumer.schedulePollTask(this::deliver);

    assertThatThrownBy(
            () ->
                CompactedTopic.read(
                    TOPIC, consumer, decoder(), registry, RecordRules.none(), clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "cannot read payments.transactions before the start: its end was not reached within 30 s")
        .hasMessageContaining("partition 0=2");
    assertThat(Duration.ofMillis(clock.now)).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void doesNotStartWithoutTheTopic() {
    consumer.updatePartitions("another", List.of());

    assertThatThrownBy(
            () ->
                CompactedTopic.read(
                    "another", consumer, decoder(), registry, RecordRules.none(), clock))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("there is no such topic; scripts/topics apply creates it");
  }

  private static byte[] payment(long number) {
    return RawRecords.payment(SCHEMA, number).value();
  }

  private void hold(TopicPartition partition, long offset, byte[] value) {
    records.add(new ConsumerRecord<>(TOPIC, partition.partition(), offset, new byte[0], value));
  }

  private void holdTimed(long offset, long timestamp, long eventTime) {
    byte[] value =
        RawRecords.payment(
                SCHEMA,
                RawRecords.transaction(offset),
                change -> change.setEventTime(Instant.ofEpochMilli(eventTime)))
            .value();
    records.add(
        new ConsumerRecord<>(
            TOPIC,
            FIRST.partition(),
            offset,
            timestamp,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            new byte[0],
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  private List<Transaction> read() {
    return read(POSITIVE);
  }

  private List<Transaction> read(RecordRules<Transaction> rules) {
    consumer.updateEndOffsets(Map.of(FIRST, end(FIRST), SECOND, end(SECOND)));
    consumer.schedulePollTask(this::deliver);
    return CompactedTopic.read(TOPIC, consumer, decoder(), registry, rules, clock);
  }

  private long end(TopicPartition partition) {
    return records.stream()
        .filter(record -> record.partition() == partition.partition())
        .mapToLong(record -> record.offset() + 1)
        .max()
        .orElse(0);
  }

  private void deliver() {
    records.forEach(consumer::addRecord);
  }

  private static RecordDecoder<Transaction> decoder() {
    return new RecordDecoder<>(Transaction.class, new DecodeLimits(1 << 20, 1_000, 32));
  }
}
