package dev.millrace.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DigestTest {

  @Test
  void timeKeyAndValueCount() {
    long digest = Digest.of(record(1_000, "key", "value"));
    assertThat(Digest.of(record(1_000, "key", "value"))).isEqualTo(digest);
    assertThat(Digest.of(record(1_001, "key", "value"))).isNotEqualTo(digest);
    assertThat(Digest.of(record(1_000, "keyv", "alue"))).isNotEqualTo(digest);
    assertThat(Digest.of(record(1_000, "key", "value "))).isNotEqualTo(digest);
  }

  private static ConsumerRecord<byte[], byte[]> record(long time, String key, String value) {
    return new ConsumerRecord<>(
        Topics.PAYMENTS,
        0,
        0,
        time,
        TimestampType.CREATE_TIME,
        key.length(),
        value.length(),
        key.getBytes(UTF_8),
        value.getBytes(UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }
}
