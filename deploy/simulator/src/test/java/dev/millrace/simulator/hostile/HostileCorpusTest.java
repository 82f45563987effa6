package dev.millrace.simulator.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

class HostileCorpusTest {
  private static final int RECORD_BYTES = 1 << 20;
  private static final DecodeLimits LIMITS = new DecodeLimits(RECORD_BYTES, 10_000, 32);
  private static final long NOW = 1_767_225_600_000L;
  private static final String DECODED = "decoded";
  private static final String UNKNOWN_ID = "unknown id";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Twice for a text that Java keeps as two bytes a character, and something for all else. */
  private static final long MAX_ALLOCATED = 4L * RECORD_BYTES;

  /** What must become of each kind, on every topic and in every place; the others are decoded. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("bad-magic-byte", "bad-magic-byte"),
          Map.entry("boolean-7", "not-avro"),
          Map.entry("branch-out-of-range", "not-avro"),
          Map.entry("bytes-for-text", "incompatible-schema"),
          Map.entry("compressed-bomb", "too-large"),
          Map.entry("count-2^31", "collection-too-long"),
          Map.entry("count-2^62", "collection-too-long"),
          Map.entry("count-min", "length-invalid"),
          Map.entry("count-negative", "collection-too-long"),
          Map.entry("deep-json", "bad-magic-byte"),
          Map.entry("empty", "empty"),
          Map.entry("empty-items", "collection-too-long"),
          Map.entry("enum-out-of-range", "not-avro"),
          Map.entry("gzip", "bad-magic-byte"),
          Map.entry("gzip-after-header", "length-invalid"),
          Map.entry("invalid-utf8", "invalid-utf8"),
          Map.entry("lacking-a-field", "incompatible-schema"),
          Map.entry("length-2^31", "length-invalid"),
          Map.entry("length-2^31-1", "length-invalid"),
          Map.entry("length-2^62", "length-invalid"),
          Map.entry("length-min", "length-invalid"),
          Map.entry("length-negative", "length-invalid"),
          Map.entry("negative-schema-id", UNKNOWN_ID),
          Map.entry("null-items", "collection-too-long"),
          Map.entry("number-endless", "not-avro"),
          Map.entry("random-bytes", "length-invalid"),
          Map.entry("schema-recursive", "schema-recursive"),
          Map.entry("schema-too-deep", "schema-too-deep"),
          Map.entry("schema-too-large", "schema-too-large"),
          Map.entry("tombstone", "no-value"),
          Map.entry("too-many-items", "collection-too-long"),
          Map.entry("trailing-bytes", "trailing-bytes"),
          Map.entry("truncated", "truncated"),
          Map.entry("twice", "trailing-bytes"),
          Map.entry("unknown-schema-id", UNKNOWN_ID),
          Map.entry("wrong-record-type", "wrong-record-type"),
          Map.entry("zeros", "trailing-bytes"));

  private final Map<Integer, Schema> registry = new LinkedHashMap<>();
  private final List<HostileTopic> topics =
      List.of(
          topic("payments.transactions", Transaction.class),
          topic("payments.fraud-labels", FraudLabel.class),
          topic("payments.fraud-decisions", FraudDecision.class),
          topic("suite.dead-letters", DeadLetter.class));
  private final Map<String, RecordDecoder<?>> decoders =
      Map.of(
          "payments.transactions", decoder(Transaction.class),
          "payments.fraud-labels", decoder(FraudLabel.class),
          "payments.fraud-decisions", decoder(FraudDecision.class),
          "suite.dead-letters", decoder(DeadLetter.class));
  private final HostileCorpus corpus = new HostileCorpus(topics, 1, NOW);

  @Test
  void everyRecordIsDecodedOrRefusedAtABoundedCost() {
    Map<String, Set<String>> outcomes = new TreeMap<>();
    for (HostileRecord hostile : corpus.records()) {
      RecordDecoder<?> decoder = decoders.get(hostile.topic());
      byte[] value = hostile.value().orElse(null);
      outcome(decoder, value); // what is loaded and built once
      long before = THREADS.getCurrentThreadAllocatedBytes();
      String outcome = outcome(decoder, value);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated)
          .as("bytes allocated for %s on %s", hostile.kind(), hostile.topic())
          .isLessThan(MAX_ALLOCATED);
      outcomes.computeIfAbsent(hostile.kind(), unused -> new TreeSet<>()).add(outcome);
    }

    assertThat(outcomes.keySet()).containsAll(REASONS.keySet());
    assertThat(outcomes)
        .allSatisfy(
            (kind, found) ->
                assertThat(found).as(kind).containsExactly(REASONS.getOrDefault(kind, DECODED)));
  }

  @Test
  void plainDataIsOfEveryKindThatMayPass() {
    assertThat(corpus.records())
        .extracting(HostileRecord::kind)
        .contains("nan", "infinity", "time-year-1", "time-year-9999", "time-min", "time-max")
        .contains("text-sql", "text-script", "text-nul", "text-right-to-left", "text-emoji")
        .contains("text-100k", "text-600k", "key-null", "key-binary");
  }

  @Test
  void everyTopicGetsItsShare() {
    assertThat(corpus.records())
        .extracting(HostileRecord::topic)
        .containsOnly(topics.stream().map(HostileTopic::name).toArray(String[]::new));
    for (HostileTopic topic : topics) {
      assertThat(corpus.records())
          .filteredOn(hostile -> hostile.topic().equals(topic.name()))
          .extracting(HostileRecord::kind)
          .contains("truncated", "text-sql", "invalid-utf8", "wrong-record-type", "null-items");
    }
  }

  @Test
  void aSeedGivesTheSameRecordsInTheSameOrder() {
    List<HostileRecord> again = new HostileCorpus(topics, 1, NOW).records();
    List<HostileRecord> other = new HostileCorpus(topics, 2, NOW).records();

    assertThat(again).extracting(HostileRecord::kind).isEqualTo(kinds(corpus.records()));
    assertThat(other).extracting(HostileRecord::kind).isNotEqualTo(kinds(corpus.records()));
    for (int i = 0; i < again.size(); i += 50) {
      assertThat(again.get(i).value().orElse(null))
          .isEqualTo(corpus.records().get(i).value().orElse(null));
    }
  }

  @Test
  void beginsAgainAfterTheLast() {
    int size = corpus.records().size();
    List<String> kinds = new ArrayList<>();
    corpus.first(size + 2).forEachRemaining(hostile -> kinds.add(hostile.kind()));

    assertThat(kinds).hasSize(size + 2);
    assertThat(kinds.subList(size, size + 2)).isEqualTo(kinds(corpus.records()).subList(0, 2));
  }

  private static List<String> kinds(List<HostileRecord> records) {
    return records.stream().map(HostileRecord::kind).toList();
  }

  private static String outcome(RecordDecoder<?> decoder, byte[] value) {
    try {
      int id = decoder.schemaId(value);
      if (!decoder.knows(id)) {
        return UNKNOWN_ID;
      }
      decoder.decode(id, value);
      return DECODED;
    } catch (UndecodableException e) {
      return e.reason();
    }
  }

  private HostileTopic topic(String name, Class<? extends SpecificRecordBase> type) {
    Schema schema = SpecificData.get().getSchema(type);
    int id = learnt(schema);
    Map<Integer, HostileSchema> hostile = new LinkedHashMap<>();
    HostileSchema.like(schema).forEach(each -> hostile.put(learnt(each.schema()), each));
    return new HostileTopic(name, schema, id, hostile);
  }

  private int learnt(Schema schema) {
    int id = registry.size() + 1;
    registry.put(id, schema);
    return id;
  }

  private <T extends SpecificRecordBase> RecordDecoder<T> decoder(Class<T> type) {
    RecordDecoder<T> decoder = new RecordDecoder<>(type, LIMITS);
    registry.forEach(decoder::learn);
    return decoder;
  }
}
