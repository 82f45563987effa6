package dev.millrace.common.testing.badjob;

import org.apache.kafka.clients.consumer.ConsumerRecord;

final class BadTopology {
  @SuppressWarnings("NonFinalStaticField") // this is what the rule is about
  static int runs;

  private BadTopology() {}

  static String build(ConsumerRecord<byte[], byte[]> record) {
    runs++;
    return BadJob.name() + record.topic();
  }
}
