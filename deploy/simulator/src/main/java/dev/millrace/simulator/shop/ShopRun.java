package dev.millrace.simulator.shop;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.ToolException;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.simulator.Endpoints;
import dev.millrace.simulator.delivery.CheckedProducer;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.TopicCheck;
import dev.millrace.simulator.delivery.TraceHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

/**
 * One run: sends interactions, reads what is recommended, and shows it to the shoppers: what is
 * shown becomes an impression, and an interaction with an item that is shown names its
 * recommendation.
 */
public final class ShopRun {
  static final String INTERACTIONS = "shop.interactions";
  static final String RECOMMENDATIONS = "shop.recommendations";

  private static final long SHORTEST_PAUSE_NANOS = 250_000;
  private static final long CHECK_MILLIS = 20;

  private final Endpoints endpoints;
  private final Pace pace;
  private final long count;
  private final Mishaps mishaps;
  private final Duration warmUp;
  private final Optional<Duration> patience;
  private final int impressions;
  private final TraceHeaders traces;
  private volatile boolean stopped;

  /**
   * A run.
   *
   * @param count interactions to send at the most, impressions and mishaps not counted
   * @param warmUp latencies of what is due so soon after the start are not measured
   * @param patience how long to wait for the next recommendation; empty: wait for none and show
   *     none
   * @param impressions of a recommendation, sent before the session's next interaction
   * @param traces which interactions belong to a trace
   */
  public ShopRun(
      Endpoints endpoints,
      Pace pace,
      long count,
      Mishaps mishaps,
      Duration warmUp,
      Optional<Duration> patience,
      int impressions,
      TraceHeaders traces) {
    this.endpoints = endpoints;
    this.pace = pace;
    this.count = count;
    this.mishaps = mishaps;
    this.warmUp = warmUp;
    this.patience = patience;
    this.impressions = impressions;
    this.traces = traces;
  }

  /** Makes {@link #send} end after the interaction at hand. */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends what shoppers do.
   *
   * @throws ToolException if the broker or the registry fails
   */
  public ShopTally send(Shoppers shoppers) {
    TopicCheck.requireTopics(endpoints.bootstrapServers(), List.of(INTERACTIONS, RECOMMENDATIONS));
    SchemaRegistry registry = endpoints.registry();
    AvroEncoder<Interaction> encoder = encoder(registry);
    ShopTally tally = new ShopTally(System.nanoTime() + warmUp.toNanos());
    Shelf shelf = new Shelf();
    try (CheckedProducer producer = producer();
        RecommendationReader reader =
            patience.isPresent()
                ? RecommendationReader.open(endpoints.bootstrapServers(), registry, tally, shelf)
                : null) {
      producer.prepare(INTERACTIONS);
      long start = System.nanoTime();
      long startMillis = System.currentTimeMillis();
      for (long n = 0; n < count && !stopped; n++) {
        long due = waitUntilDue(n, start);
        long now = startMillis + due / 1_000_000;
        Optional<Interaction> next = shoppers.next(now);
        if (next.isEmpty()) {
          break;
        }
        List<Header> trace = traces.of(n, next.get().getInteractionId());
        for (Interaction interaction : withImpressions(next.get(), shelf)) {
          tally.sending(interaction, start + due, shoppers.isNew(interaction.getItemId()));
          send(producer, encoder, interaction, now, trace);
        }
        if (mishaps.isSentAgain()) {
          tally.sendingAgain();
          send(producer, encoder, next.get(), now, trace);
        }
        if (mishaps.isFollowedByLateOne()) {
          tally.sendingLate();
          send(producer, encoder, Mishaps.late(next.get()), now, List.of());
        }
      }
      producer.finish();
      if (reader != null) {
        await(reader, tally, patience.orElseThrow());
      }
    } catch (KafkaException e) {
      throw new ToolException(
          "Kafka at %s: %s".formatted(endpoints.bootstrapServers(), e.getMessage()), e);
    }
    return tally;
  }

  private long waitUntilDue(long n, long start) {
    long elapsed = System.nanoTime() - start;
    long due = pace.due(n, elapsed);
    while (elapsed < due && !stopped) {
      LockSupport.parkNanos(Math.max(due - elapsed, SHORTEST_PAUSE_NANOS));
      elapsed = System.nanoTime() - start;
    }
    return due;
  }

  /** What the shopper saw before, then what he or she does. */
  private List<Interaction> withImpressions(Interaction interaction, Shelf shelf) {
    List<Interaction> all = new ArrayList<>();
    Recommendation shown = shelf.of(interaction.getSessionId());
    if (shown != null) {
      int places = Math.min(impressions, shown.getItems().size());
      for (int slot = 0; slot < places; slot++) {
        all.add(impression(interaction, shown, slot));
      }
      shelf.refer(interaction);
    }
    all.add(interaction);
    return all;
  }

  private static Interaction impression(Interaction next, Recommendation shown, int slot) {
    return Interaction.newBuilder()
        .setInteractionId("%s-shown-%d".formatted(next.getInteractionId(), slot))
        .setSessionId(next.getSessionId())
        .setCustomerId(next.getCustomerId())
        .setItemId(shown.getItems().get(slot).getItemId())
        .setKind(InteractionKind.IMPRESSION)
        .setEventTime(next.getEventTime())
        .setRecommendationVersion(shown.getVersion())
        .setRecommendationSlot(slot)
        .build();
  }

  private static void send(
      CheckedProducer producer,
      AvroEncoder<Interaction> encoder,
      Interaction interaction,
      long timestamp,
      List<Header> headers) {
    producer.send(
        new ProducerRecord<>(
            INTERACTIONS,
            null,
            timestamp,
            interaction.getSessionId().getBytes(StandardCharsets.UTF_8),
            encoder.encode(interaction),
            headers));
  }

  private void await(RecommendationReader reader, ShopTally tally, Duration longest) {
    long seen = -1;
    long quietSince = System.nanoTime();
    while (!stopped && tally.waiting() > 0) {
      reader.requireRunning();
      if (tally.recommendations() != seen) {
        seen = tally.recommendations();
        quietSince = System.nanoTime();
      }
      if (System.nanoTime() - quietSince > longest.toNanos()) {
        return;
      }
      try {
        Thread.sleep(CHECK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static AvroEncoder<Interaction> encoder(SchemaRegistry registry) {
    try {
      return new AvroEncoder<>(
          Interaction.getClassSchema(),
          registry.idOf(WireFormat.subjectOf(INTERACTIONS), Interaction.getClassSchema()));
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  private CheckedProducer producer() {
    boolean fast = pace instanceof Pace.Fast;
    return CheckedProducer.open(
        endpoints.bootstrapServers(),
        Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "millrace-simulator",
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            fast ? 20 : 1));
  }
}
