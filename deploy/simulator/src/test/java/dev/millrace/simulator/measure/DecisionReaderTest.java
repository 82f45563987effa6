package dev.millrace.simulator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.simulator.delivery.FakeRegistry;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.simulator.hostile.HostileCorpus;
import dev.millrace.simulator.hostile.HostileRecord;
import dev.millrace.simulator.hostile.HostileTopic;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Naming;
import dev.millrace.simulator.payments.Payment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DecisionReaderTest {
  private static final int ID = 3;
  private static final TopicPartition PARTITION =
      new TopicPartition(PaymentTopics.FRAUD_DECISIONS, 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final DecisionTally tally = new DecisionTally(Duration.ZERO, (due, received) -> {});
  private long offset;

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void leavesOutAndCountsWhatIsNoDecision() throws InterruptedException {
    Node broker = new Node(0, "127.0.0.1", 9);
    Node[] replicas = {broker};
    consumer.updatePartitions(
        PARTITION.topic(),
        List.of(new PartitionInfo(PARTITION.topic(), 0, broker, replicas, replicas)));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    HostileTopic topic =
        new HostileTopic(PARTITION.topic(), FraudDecision.getClassSchema(), ID, Map.of());
    // Without the one of 50 MB, which is refused for its size before it is looked at.
    List<HostileRecord> hostile =
        new HostileCorpus(List.of(topic), 1, 0)
            .of(kind -> !kind.equals("compressed-bomb"))
            .records();
    consumer.schedulePollTask(
        () -> {
          hostile.forEach(one -> add(one.value().orElse(null)));
          add(OutputDecoderTest.decision(ID, "sim-1-5", Outcome.REVIEW));
        });
    tally.sending(new Payment(5, 1, 1, 100, 0, FraudScenario.LEGITIMATE), System.nanoTime());

    try (DecisionReader reader =
        DecisionReader.reading(
            consumer,
            new FakeRegistry().with(PARTITION.topic(), "fraud-decision", 3, ID),
            Await.NEW,
            Naming.synthetic(1),
            tally)) {
      while (tally.distinct() < 1) {
        reader.requireRunning();
        Thread.sleep(5);
      }
    }

    assertThat(tally.undecodable()).isBetween(100L, (long) hostile.size());
    assertThat(tally.read()).isEqualTo(1);
  }

  private void add(byte[] value) {
    consumer.addRecord(
        new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset++, null, value));
  }
}
