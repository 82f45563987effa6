package dev.millrace.common.ingest;

import static dev.millrace.common.testing.RawRecords.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.common.testing.RawRecords;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import java.util.Arrays;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dead letters as input: whatever the limits for records are, they must not make more of them. */
@Timeout(60)
class LetterIngestTest {
  private static final int SCHEMA_ID = 9;
  private static final IngestOptions NARROW =
      new IngestOptions(new DecodeLimits(512 * 1024, 10, 10), new Breaker.Limit(4, 0.5));
  private static final OutputTag<DeadLetter> REFUSED =
      new OutputTag<>("refused", new RecordType<>(DeadLetter.class));

  private OneInputStreamOperatorTestHarness<RawRecord, Decoded<DeadLetter>> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new IngestRecords.Factory<>(
                new IngestSettings<>(
                    "a-job",
                    DeadLetters.TOPIC,
                    DeadLetter.class,
                    FakeSchemaRegistry.of(SCHEMA_ID, DeadLetter.getClassSchema()).factory(),
                    RecordRules.none(),
                    NARROW.forTopic(DeadLetters.TOPIC),
                    (record, now) -> record,
                    REFUSED)),
            RawRecord.TYPE.createSerializer(new SerializerConfigImpl()));
    harness.setup(Decoded.type(DeadLetter.class).createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void theLargestLetterIsReadWhateverIsAllowedToRecords() throws Exception {
    String[] names = new String[5_000];
    byte[][] values = new byte[names.length][0];
    Arrays.fill(names, "");
    byte[] large = new byte[2_000_000];
    DeadLetter letter =
        DeadLetters.of(
            "a-job",
            new RawRecord("a-topic", 0, 1, 0, large, large, names, values),
            new Refusal(Stage.DECODE, "too-large", "the value has more than 524288 bytes"));
    byte[] value = new AvroEncoder<DeadLetter>(letter.getSchema(), SCHEMA_ID).encode(letter);
    assertThat(value).hasSizeGreaterThan(NARROW.limits().recordBytes());

    harness.processElement(new StreamRecord<>(record(1, value), 1));
    harness.endInput();

    assertThat(harness.extractOutputValues())
        .extracting(decoded -> decoded.value())
        .containsExactly(letter);
    assertThat(harness.getSideOutput(REFUSED)).isNull();
  }

  @Test
  void otherTopicsKeepTheirLimitsAndWiderOnesStay() {
    IngestOptions wide =
        new IngestOptions(new DecodeLimits(4 << 20, 10_000, 10), new Breaker.Limit(4, 0.5));

    assertThat(NARROW.forTopic(RawRecords.TOPIC)).isEqualTo(NARROW);
    assertThat(wide.forTopic(DeadLetters.TOPIC)).isEqualTo(wide);
  }
}
