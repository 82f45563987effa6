package dev.millrace.audit;

import static dev.millrace.audit.SampleSupplyChain.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.audit.Records.UnreadableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SupplyRecordsTest {
  private static final byte[] VALUE = {0, 0, 0, 0, 1};

  private static final GenericRecord STRANGER =
      new GenericRecordBuilder(
              SchemaBuilder.record("Stranger").fields().requiredString("of").endRecord())
          .set("of", "another kind")
          .build();

  private GenericRecord next;
  private final SupplyRecords records = new SupplyRecords(bytes -> next);

  @Test
  void aRecordOfAnotherKindCostsNoMoreThanItself() {
    for (String topic : SupplyChain.TOPICS) {
      take(topic, 0, STRANGER);
    }
    take(Topics.DEAD_LETTERS, 0, STRANGER);
    take(SupplyChain.COMMANDS, 1, command("c-1"));

    SupplyChain chain = chain(records);
    assertThat(chain.commands())
        .containsExactly(
            Map.entry(new Place(SupplyChain.COMMANDS, 0, 0), "unreadable"),
            Map.entry(new Place(SupplyChain.COMMANDS, 0, 1), "c-1"));
    assertThat(chain.plans()).isEmpty();
    assertThat(chain.versions()).isEmpty();
    assertThat(chain.spans().get(new SupplyChain.Partition(SupplyChain.COMMANDS, 0)))
        .isEqualTo(new SupplyChain.Span(0, 1));
  }

  @Test
  void aCommandThatNobodyCanReadHasToBeADeadLetter() {
    take(SupplyChain.COMMANDS, 0, STRANGER);
    assertThat(breachesOfCommands())
        .containsExactly("unreadable (supply.alert-commands/0/0) is neither");

    take(Topics.DEAD_LETTERS, 0, deadLetter(SupplyChain.COMMANDS, 0));
    assertThat(breachesOfCommands()).isEmpty();
  }

  @Test
  void fieldsWithoutTheirValuesAreNoRecordEither() {
    Schema schema =
        SchemaBuilder.record("Plan")
            .fields()
            .optionalString("shipment_id")
            .optionalString("milestones")
            .endRecord();
    take(SupplyChain.PLANS, 0, new GenericRecordBuilder(schema).build());
    take(
        SupplyChain.PLANS, 1, new GenericRecordBuilder(schema).set("milestones", "a text").build());

    assertThat(chain(records).plans()).isEmpty();
  }

  @Test
  void whatWasRefusedIsNotReadAsAnInput() {
    take(Topics.DEAD_LETTERS, 0, deadLetter(SupplyChain.MILESTONES, 0));
    take(SupplyChain.MILESTONES, 0, step());
    take(SupplyChain.MILESTONES, 1, step());

    assertThat(chain(records).steps())
        .containsExactly(new SupplyChain.Step("s-1", "ARRIVING", "NLRTM", null, NOON));
  }

  @Test
  void brokenBytesAreLeftAlone() {
    SupplyRecords broken =
        new SupplyRecords(
            bytes -> {
              throw new UnreadableException("not the wire format");
            });
    for (String topic : SupplyChain.TOPICS) {
      broken.take(new ConsumerRecord<>(topic, 0, 7, null, null));
    }

    assertThat(chain(broken).commands()).containsOnlyKeys(new Place(SupplyChain.COMMANDS, 0, 7));
  }

  private void take(String topic, long offset, GenericRecord record) {
    next = record;
    records.take(new ConsumerRecord<>(topic, 0, offset, null, VALUE));
  }

  private List<String> breachesOfCommands() {
    return new SupplyInvariants(chain(records), SampleSupplyChain.GRACE)
        .check().stream()
            .filter(finding -> finding.id().equals("S5"))
            .flatMap(finding -> finding.first().stream())
            .toList();
  }

  private static SupplyChain chain(SupplyRecords records) {
    return records.chain(Map.of(), Map.of(), Map.of(), records.ids(), Set.of(), NOON);
  }

  private static GenericRecord command(String id) {
    return new GenericRecordBuilder(
            SchemaBuilder.record("Command").fields().requiredString("command_id").endRecord())
        .set("command_id", id)
        .build();
  }

  private static GenericRecord step() {
    return new GenericRecordBuilder(
            SchemaBuilder.record("Step")
                .fields()
                .requiredString("shipment_id")
                .requiredString("business_step")
                .requiredString("read_point")
                .optionalLong("estimated_at")
                .requiredLong("event_time")
                .endRecord())
        .set("shipment_id", "s-1")
        .set("business_step", "ARRIVING")
        .set("read_point", "NLRTM")
        .set("event_time", NOON)
        .build();
  }

  private static GenericRecord deadLetter(String topic, long offset) {
    Schema source =
        SchemaBuilder.record("Source")
            .fields()
            .requiredString("topic")
            .requiredInt("partition")
            .requiredLong("offset")
            .endRecord();
    return new GenericRecordBuilder(
            SchemaBuilder.record("DeadLetter")
                .fields()
                .requiredString("job")
                .name("source")
                .type(source)
                .noDefault()
                .endRecord())
        .set("job", SupplyChain.JOB)
        .set(
            "source",
            new GenericRecordBuilder(source)
                .set("topic", topic)
                .set("partition", 0)
                .set("offset", offset)
                .build())
        .build();
  }
}
