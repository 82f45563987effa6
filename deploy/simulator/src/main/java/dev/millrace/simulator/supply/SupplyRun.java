package dev.millrace.simulator.supply;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.Endpoints;
import dev.millrace.simulator.delivery.CheckedProducer;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.delivery.TopicCheck;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records of a supply chain: what is past at a pace, what is to come when it is time. */
public final class SupplyRun {
  private static final long SHORTEST_PAUSE_NANOS = 250_000;
  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  private final Endpoints endpoints;
  private final Pace pace;
  private final long count;
  private final InstantSource clock;
  private final Map<String, AvroEncoder<IndexedRecord>> encoders = new HashMap<>();
  private final SortedMap<String, Long> sent = new TreeMap<>();
  private volatile boolean stopped;

  /**
   * A run.
   *
   * @param pace of what is past
   * @param count records to send at the most
   */
  public SupplyRun(Endpoints endpoints, Pace pace, long count, InstantSource clock) {
    this.endpoints = endpoints;
    this.pace = pace;
    this.count = count;
    this.clock = clock;
  }

  /** Makes {@link #send} end after the record at hand. */
  public void stop() {
    stopped = true;
  }

  /** Records sent so far, by topic. */
  public SortedMap<String, Long> sent() {
    return sent;
  }

  /**
   * Sends records of some topics.
   *
   * @param schemas by topic
   * @throws ToolException if the broker or the registry fails
   */
  public void send(Iterator<SupplyEvent> events, Map<String, Schema> schemas) {
    TopicCheck.requireTopics(endpoints.bootstrapServers(), schemas.keySet());
    SchemaRegistry registry = endpoints.registry();
    schemas.forEach((topic, schema) -> encoders.put(topic, encoder(registry, topic, schema)));
    try (CheckedProducer producer = producer()) {
      long start = System.nanoTime();
      for (long n = 0; n < count && !stopped && events.hasNext(); n++) {
        SupplyEvent event = events.next();
        waitUntilDue(n, start, event);
        send(producer, event);
        sent.merge(event.topic(), 1L, Long::sum);
      }
      producer.finish();
    }
  }

  private void waitUntilDue(long n, long start, SupplyEvent event) {
    long elapsed = System.nanoTime() - start;
    long due = pace.due(n, elapsed);
    while (elapsed < due && !stopped) {
      LockSupport.parkNanos(Math.max(due - elapsed, SHORTEST_PAUSE_NANOS));
      elapsed = System.nanoTime() - start;
    }
    while (event.time() > clock.millis() && !stopped) {
      LockSupport.parkNanos(LONGEST_PAUSE_NANOS);
    }
  }

  private void send(CheckedProducer producer, SupplyEvent event) {
    producer.send(
        new ProducerRecord<>(
            event.topic(),
            null,
            clock.millis(),
            event.key().getBytes(StandardCharsets.UTF_8),
            encoders.get(event.topic()).encode(event.value())));
  }

  private static AvroEncoder<IndexedRecord> encoder(
      SchemaRegistry registry, String topic, Schema schema) {
    try {
      return new AvroEncoder<>(schema, registry.idOf(WireFormat.subjectOf(topic), schema));
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
