package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.delivery.KafkaRecordSink;
import dev.millrace.simulator.delivery.Outbound;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.PaymentEncoder;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.simulator.delivery.Prefetch;
import dev.millrace.simulator.delivery.SendListener;
import dev.millrace.simulator.delivery.Sender;
import dev.millrace.simulator.delivery.TopicCheck;
import dev.millrace.simulator.delivery.Writing;
import dev.millrace.simulator.measure.Await;
import dev.millrace.simulator.measure.DecisionReader;
import dev.millrace.simulator.measure.DecisionTally;
import dev.millrace.simulator.measure.LatencyListener;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.PaymentEvent;
import dev.millrace.simulator.payments.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One run: sends events to Kafka and waits for the decisions if asked to. */
final class PaymentsRun {
  private final Endpoints endpoints;
  private final Naming naming;
  private final Surroundings surroundings;
  private final Writing writing;
  private final Pace pace;
  private final Optional<Await> await;
  private final Duration timeout;
  private final Duration warmUp;
  private final LatencyListener trace;
  private final Progress progress;
  private final Interruption interruption;

  /**
   * Prepares a run.
   *
   * @param surroundings circumstances of the payments
   * @param await which decisions to wait for; empty: for none
   * @param timeout how long to wait for the next decision, above 0
   * @param warmUp the latency of what is due so soon after the start is not measured
   * @param trace hears of every payment that is decided
   */
  PaymentsRun(
      Endpoints endpoints,
      Naming naming,
      Surroundings surroundings,
      Writing writing,
      Pace pace,
      Optional<Await> await,
      Duration timeout,
      Duration warmUp,
      LatencyListener trace,
      Progress progress,
      Interruption interruption) {
    this.endpoints = requireNonNull(endpoints, "endpoints");
    this.naming = requireNonNull(naming, "naming");
    this.surroundings = requireNonNull(surroundings, "surroundings");
    this.writing = requireNonNull(writing, "writing");
    this.pace = requireNonNull(pace, "pace");
    this.await = requireNonNull(await, "await");
    this.timeout = requireNonNull(timeout, "timeout");
    this.warmUp = requireNonNull(warmUp, "warmUp");
    this.trace = requireNonNull(trace, "trace");
    this.progress = requireNonNull(progress, "progress");
    this.interruption = requireNonNull(interruption, "interruption");
  }

  /**
   * Sends the events.
   *
   * @param seed of synthetic payments, for the report
   * @throws ToolException if the broker or the registry fails
   */
  PaymentsReport run(Iterator<PaymentEvent> events, Optional<Long> seed) {
    List<String> topics =
        new ArrayList<>(List.of(PaymentTopics.TRANSACTIONS, PaymentTopics.FRAUD_LABELS));
    if (await.isPresent()) {
      topics.add(PaymentTopics.FRAUD_DECISIONS);
    }
    TopicCheck.requireTopics(endpoints.bootstrapServers(), topics);
    SchemaRegistry registry = endpoints.registry();
    PaymentEncoder encoder = encoder(registry);

    Optional<DecisionTally> tally = await.map(wanted -> new DecisionTally(warmUp, trace));
    try (KafkaRecordSink sink = new KafkaRecordSink(endpoints.bootstrapServers(), pace)) {
      Sender sender = new Sender(pace, sink, listener(tally));
      interruption.onInterrupt(() -> stop(sender));
      progress.start(sender.sent(), tally);
      try (Prefetch<Outbound> records = new Prefetch<>(encoded(events, encoder));
          Decisions decisions = decisions(registry, tally)) {
        sender.send(records);
        decisions.await();
      } finally {
        progress.close();
      }
      return new PaymentsReport(
          seed, pace, sender.sent(), tally, timeout, interruption.interrupted());
    }
  }

  private void stop(Sender sender) {
    sender.stop();
    if (await.isPresent()) {
      progress.tell(
          "waiting for decisions on what was sent, %d s at most; interrupt again to leave them out"
              .formatted(LastDecisions.AFTER_INTERRUPTION.toSeconds()));
    }
  }

  private PaymentEncoder encoder(SchemaRegistry registry) {
    try {
      return PaymentEncoder.create(naming, surroundings, registry, writing);
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  private static Iterator<Outbound> encoded(Iterator<PaymentEvent> events, PaymentEncoder encoder) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return events.hasNext();
      }

      @Override
      public Outbound next() {
        return encoder.encode(events.next());
      }
    };
  }

  private static SendListener listener(Optional<DecisionTally> tally) {
    return tally.isPresent() ? tally.get() : (payment, due) -> {};
  }

  /** The decisions to wait for; maybe none. */
  private interface Decisions extends AutoCloseable {
    void await();

    @Override
    void close();
  }

  private Decisions decisions(SchemaRegistry registry, Optional<DecisionTally> tally) {
    if (tally.isEmpty()) {
      return new Decisions() {
        @Override
        public void await() {}

        @Override
        public void close() {}
      };
    }
    DecisionReader reader =
        DecisionReader.open(
            endpoints.bootstrapServers(), registry, await.orElseThrow(), naming, tally.get());
    return new Decisions() {
      @Override
      public void await() {
        new LastDecisions(tally.get(), timeout, interruption).await(reader::requireRunning);
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
