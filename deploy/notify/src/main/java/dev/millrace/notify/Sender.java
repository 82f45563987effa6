package dev.millrace.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.Refusal;
import dev.millrace.console.ToolException;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import dev.millrace.supply.SupplyNotification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Takes notifications from their topic to the webhook, one after the other.
 *
 * <p>Guarantee: at least once. A notification's offset is committed after the receiver has taken
 * it, or after it has become a dead letter; what was sent before a crash is sent again under the
 * same idempotency key. While the receiver is away everything behind waits, so that the order of an
 * owner's notifications stays.
 */
final class Sender {

  /** The topic of notifications. */
  static final String TOPIC = "supply.notifications";

  static final String NAME = "notify";

  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 10_000, 32);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LOOK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration END_TIMEOUT = Duration.ofMinutes(1);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private final SchemaRegistry registry;
  private final AvroEncoder<DeadLetter> letters;
  private final Webhook webhook;
  private final Backoff backoff;
  private final Duration maxAge;
  private final InstantSource clock;
  private final SenderMetrics metrics;
  private final Consumer<String> log;
  private final Map<TopicPartition, Integer> losses = new HashMap<>();
  private Instant nextLook = Instant.MIN;
  private final RecordDecoder<SupplyNotification> decoder =
      new RecordDecoder<>(SupplyNotification.class, LIMITS);

  /**
   * A sender.
   *
   * @param consumer subscribed to {@link #TOPIC}, without automatic commits
   * @param letters encodes dead letters under the schema that the registry knows
   * @param maxAge what was published longer ago is left out
   * @param clock tells how long ago that is
   * @param log hears of every attempt that failed
   */
  Sender(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      SchemaRegistry registry,
      AvroEncoder<DeadLetter> letters,
      Webhook webhook,
      Backoff backoff,
      Duration maxAge,
      InstantSource clock,
      SenderMetrics metrics,
      Consumer<String> log) {
    this.consumer = requireNonNull(consumer);
    this.producer = requireNonNull(producer);
    this.registry = requireNonNull(registry);
    this.letters = requireNonNull(letters);
    this.webhook = requireNonNull(webhook);
    this.backoff = requireNonNull(backoff);
    this.maxAge = requireNonNull(maxAge);
    this.clock = requireNonNull(clock);
    this.metrics = requireNonNull(metrics);
    this.log = requireNonNull(log);
  }

  /** Sends what a look at the topic brings; answers how many were dealt with. */
  int round() throws InterruptedException {
    ConsumerRecords<byte[], byte[]> found = consumer.poll(POLL);
    if (found.isEmpty()) {
      look();
      return 0;
    }
    Map<TopicPartition, Integer> lossesWhenRead = Map.copyOf(losses);
    int done = 0;
    for (ConsumerRecord<byte[], byte[]> record : found) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      int lossesBefore = lossesWhenRead.getOrDefault(partition, 0);
      metrics.takeUp(published(record));
      if (!handle(record, lossesBefore)) {
        log.accept("offset %d of %s went to another sender".formatted(record.offset(), partition));
        continue;
      }
      commit(partition, record.offset() + 1, lossesBefore);
      done++;
    }
    metrics.dealtWith();
    nextLook = Instant.MIN;
    return done;
  }

  /**
   * Asks Kafka whether there is really nothing to send: that nothing came may also mean that it is
   * away, or does not let this sender read. At once when nothing follows, then now and again.
   */
  private void look() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return;
    }
    nextLook = now.plus(LOOK_INTERVAL);
    try {
      if (isAtEnd(LOOK_TIMEOUT) || othersHaveAll()) {
        metrics.nothingToSend();
      }
    } catch (RetriableException e) {
      log.accept("cannot ask Kafka where %s ends: %s".formatted(TOPIC, e.getMessage()));
    }
  }

  /**
   * Waits for a broker that is away, as for a receiver; not for a partition that was lost
   * meanwhile: to commit then would take back what another sender has committed.
   */
  private void commit(TopicPartition partition, long offset, int losses)
      throws InterruptedException {
    for (int attempt = 1; attempt == 1 || losses(partition) == losses; attempt++) {
      try {
        consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        return;
      } catch (CommitFailedException e) {
        break;
      } catch (RetriableException | RebalanceInProgressException e) {
        metrics.commitFailed();
        log.accept("attempt %d to commit failed: %s".formatted(attempt, e.getMessage()));
        pause(backoff.after(attempt));
      }
    }
    log.accept("offset %d of %s is sent again elsewhere".formatted(offset - 1, partition));
  }

  /**
   * Whether all that is on the topic now is dealt with; false while Kafka has given this sender
   * nothing to read.
   */
  boolean isAtEnd() {
    return isAtEnd(END_TIMEOUT);
  }

  private boolean isAtEnd(Duration timeout) {
    Set<TopicPartition> mine = consumer.assignment();
    return !mine.isEmpty()
        && consumer.endOffsets(mine, timeout).entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey(), timeout) >= end.getValue());
  }

  /** Whether Kafka answers, and has given every partition to other senders of the group. */
  private boolean othersHaveAll() {
    boolean isMember = consumer.groupMetadata().generationId() >= 0;
    return isMember
        && consumer.assignment().isEmpty()
        && !consumer.endOffsets(Set.of(new TopicPartition(TOPIC, 0)), LOOK_TIMEOUT).isEmpty();
  }

  /**
   * To be told when Kafka takes a partition away. It may be back before this sender has looked, and
   * then what it had at hand was sent by another one, with more behind it.
   */
  ConsumerRebalanceListener losses() {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> losses.merge(partition, 1, Integer::sum));
      }

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // Read from where the group is.
      }
    };
  }

  private int losses(TopicPartition partition) {
    return losses.getOrDefault(partition, 0);
  }

  /**
   * @param losses how often the record's partition had been lost when it was read
   * @return whether it is done with; false if another sender has it by now
   */
  private boolean handle(ConsumerRecord<byte[], byte[]> record, int losses)
      throws InterruptedException {
    SupplyNotification notification;
    try {
      notification = decode(record.value());
    } catch (UndecodableException e) {
      metrics.unreadable();
      bury(record, new Refusal(Stage.DECODE, e.reason(), e.getMessage()));
      return true;
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    BooleanSupplier isMine = () -> losses(partition) == losses;
    Instant published = published(record);
    Answer answer = deliver(notification, () -> isMine.getAsBoolean() && !isTooOld(published));
    switch (answer.outcome()) {
      case DELIVERED -> metrics.sent(published);
      case REFUSED -> {
        metrics.refused();
        log.accept("%s: given up, %s".formatted(notification.getNotificationId(), answer.detail()));
        bury(
            record,
            new Refusal(
                Stage.PROCESS,
                "webhook-refused",
                "the webhook must answer 2xx, got " + answer.detail()));
      }
      case LATER -> {
        if (!isMine.getAsBoolean()) {
          return false;
        }
        log.accept(
            "%s: left out, published %s, longer ago than %d h"
                .formatted(notification.getNotificationId(), published, maxAge.toHours()));
        metrics.leftOut();
      }
    }
    return true;
  }

  private static Instant published(ConsumerRecord<byte[], byte[]> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  private boolean isTooOld(Instant published) {
    return Duration.between(published, clock.instant()).compareTo(maxAge) > 0;
  }

  private SupplyNotification decode(byte[] value)
      throws UndecodableException, InterruptedException {
    int schemaId = decoder.schemaId(value);
    for (int attempt = 1; !decoder.knows(schemaId); attempt++) {
      try {
        decoder.learn(schemaId, registry.byId(schemaId));
      } catch (UnknownSchemaException e) {
        throw new UndecodableException("unknown-schema-id", e.getMessage());
      } catch (RegistryUnavailableException e) {
        metrics.registryFailed();
        log.accept("attempt %d to ask the registry failed: %s".formatted(attempt, e.getMessage()));
        pause(backoff.after(attempt));
      }
    }
    return decoder.decode(schemaId, value);
  }

  /**
   * Until the receiver has said yes or no.
   *
   * @param isWanted whether it is still to be sent, asked before each attempt
   */
  private Answer deliver(SupplyNotification notification, BooleanSupplier isWanted)
      throws InterruptedException {
    String json = NotificationJson.of(notification);
    Answer answer = new Answer(Answer.Outcome.LATER, "not wanted before it was sent");
    for (int attempt = 1; isWanted.getAsBoolean(); attempt++) {
      answer = webhook.post(notification.getNotificationId(), json);
      if (answer.outcome() != Answer.Outcome.LATER) {
        return answer;
      }
      metrics.webhookFailed();
      Duration wait = backoff.after(attempt);
      log.accept(
          "%s: attempt %d failed, %s; again in %d ms"
              .formatted(
                  notification.getNotificationId(), attempt, answer.detail(), wait.toMillis()));
      pause(wait);
    }
    return answer;
  }

  /** Waits, and lets Kafka know meanwhile that this consumer lives. */
  private void pause(Duration wait) throws InterruptedException {
    long until = System.nanoTime() + wait.toNanos();
    while (System.nanoTime() < until) {
      consumer.pause(consumer.assignment());
      // Of partitions that came just now: they are read when it is their turn.
      ConsumerRecords<byte[], byte[]> early = consumer.poll(Duration.ZERO);
      for (TopicPartition partition : early.partitions()) {
        consumer.seek(partition, early.records(partition).get(0).offset());
      }
      Thread.sleep(Math.min(wait.toMillis(), 100));
    }
    consumer.resume(consumer.paused());
  }

  private void bury(ConsumerRecord<byte[], byte[]> record, Refusal refusal)
      throws InterruptedException {
    DeadLetter letter = DeadLetters.of(NAME, RawRecord.of(record), refusal);
    try {
      producer
          .send(
              new ProducerRecord<>(
                  DeadLetters.TOPIC, record.topic().getBytes(UTF_8), letters.encode(letter)))
          .get();
    } catch (ExecutionException e) {
      throw new ToolException(
          "cannot write to %s: %s".formatted(DeadLetters.TOPIC, e.getCause().getMessage()), e);
    }
  }
}
