package dev.millrace.simulator.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.console.ToolException;
import dev.millrace.simulator.delivery.CheckedProducer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sends hostile records, each once. Compressed, because that is how 50 MB pass a broker that takes
 * batches of 1 MB: it counts the bytes that arrive.
 */
public final class HostileSink implements AutoCloseable {
  /** Says on a hostile record what is wrong with it. */
  public static final String HEADER = "simulator-hostile";

  private static final int LARGEST_REQUEST = 64 << 20;
  private static final long BUFFERED = 128L << 20;

  private final CheckedProducer producer;

  public HostileSink(String bootstrapServers) {
    this.producer =
        CheckedProducer.open(
            bootstrapServers,
            Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-simulator-hostile",
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFERED,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                60_000));
  }

  /** Sends a record; returns before it is confirmed. */
  public void send(HostileRecord hostile) {
    List<Header> headers = List.of(new RecordHeader(HEADER, hostile.kind().getBytes(UTF_8)));
    producer.send(
        new ProducerRecord<>(
            hostile.topic(),
            null,
            hostile.key().orElse(null),
            hostile.value().orElse(null),
            headers));
  }

  /**
   * Returns when all is confirmed.
   *
   * @throws ToolException if the broker did not take a record
   */
  public void finish() {
    producer.finish();
  }

  @Override
  public void close() {
    producer.close();
  }
}
