package dev.millrace.simulator.measure;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudDecision;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.simulator.payments.Naming;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads decisions on a thread of its own and tells a {@link DecisionTally}. Where it starts is
 * fixed when it is opened, so that no decision on a payment sent later is missed. What is no
 * decision is counted and left out: others may write to the topic too.
 */
public final class DecisionReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  // A request for every few records would take the CPU away from what is measured.
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Long> ends;
  private final OutputDecoder<FraudDecision> decoder;
  private final Naming naming;
  private final DecisionTally tally;
  private final Thread thread = new Thread(this::readUntilClosed, "decision-reader");
  private volatile boolean closed;
  private volatile ToolException failure;

  private DecisionReader(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      OutputDecoder<FraudDecision> decoder,
      Naming naming,
      DecisionTally tally) {
    this.consumer = consumer;
    this.ends = ends;
    this.decoder = decoder;
    this.naming = requireNonNull(naming, "naming");
    this.tally = requireNonNull(tally, "tally");
  }

  /**
   * Starts to read.
   *
   * @param await from where on
   * @param naming tells this run's payments from others
   */
  public static DecisionReader open(
      String bootstrapServers,
      SchemaRegistry registry,
      Await await,
      Naming naming,
      DecisionTally tally) {
    return reading(OutputConsumer.open(bootstrapServers), registry, await, naming, tally);
  }

  /** Starts to read with a consumer, which it closes in the end. */
  static DecisionReader reading(
      Consumer<byte[], byte[]> consumer,
      SchemaRegistry registry,
      Await await,
      Naming naming,
      DecisionTally tally) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(PaymentTopics.FRAUD_DECISIONS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    switch (await) {
      case NEW -> ends.forEach(consumer::seek);
      case ALL -> consumer.seekToBeginning(partitions);
    }
    DecisionReader reader =
        new DecisionReader(
            consumer, ends, new OutputDecoder<>(FraudDecision.class, registry), naming, tally);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  /**
   * Returns if all is well.
   *
   * @throws ToolException if reading ended with a failure
   */
  public void requireRunning() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends reading; after it the tally does not change. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readUntilClosed() {
    try (consumer) {
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long received = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> message : records) {
          tell(message, received);
        }
        LockSupport.parkNanos(PAUSE);
      }
    } catch (KafkaException e) {
      failure = new ToolException("cannot read decisions from Kafka: " + e.getMessage(), e);
    } catch (ToolException e) {
      failure = e;
    }
  }

  private void tell(ConsumerRecord<byte[], byte[]> message, long received) {
    Optional<FraudDecision> decision = decision(message);
    if (decision.isEmpty()) {
      tally.sawUndecodable();
      return;
    }
    OptionalLong number = naming.transactionNumber(decision.get().getTransactionId());
    if (number.isEmpty()) {
      return;
    }
    boolean earlier =
        message.offset() < ends.get(new TopicPartition(message.topic(), message.partition()));
    if (earlier) {
      tally.decidedEarlier(number.getAsLong(), decision.get().getOutcome());
    } else {
      tally.decided(number.getAsLong(), decision.get().getOutcome(), received);
    }
  }

  /** The decision in a record; empty if it is none. */
  private Optional<FraudDecision> decision(ConsumerRecord<byte[], byte[]> message) {
    try {
      return Optional.of(decoder.decode(message.value()));
    } catch (UndecodableException | UnknownSchemaException e) {
      return Optional.empty();
    } catch (RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }
}
