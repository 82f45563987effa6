package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.supply.AlertCommand;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {
  private static final String COMMAND =
      "{\"command_id\": \"m-1\", \"alert_id\": \"SHIPMENT:s-1:ETA_SLIP\", \"kind\": \"SNOOZE\","
          + " \"event_time\": 1792454400000, \"by\": \"ann\", \"until\": {\"long\": 1792454460000},"
          + " \"note\": null}";

  private final JsonRecords records =
      new JsonRecords(topic("alert_id"), AlertCommand.getClassSchema());

  @Test
  void readsALineForEachRecord() {
    List<GenericRecord> read = records.read(List.of(COMMAND, "", COMMAND));

    assertThat(read).hasSize(2);
    assertThat(read.get(0).get("kind")).hasToString("SNOOZE");
    assertThat(read.get(0).get("until")).isEqualTo(1_792_454_460_000L);
  }

  @Test
  void namesTheLineThatIsNoRecord() {
    assertThatThrownBy(() -> records.read(List.of(COMMAND, "{\"command_id\": 1}")))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("line 2 is not a AlertCommand in Avro's JSON: ");
    assertThatThrownBy(() -> records.read(List.of("nothing")))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("line 1 is not a AlertCommand in Avro's JSON: ");
  }

  @Test
  void theKeyMustBeAField() {
    assertThatThrownBy(
            () -> new JsonRecords(topic("original topic"), AlertCommand.getClassSchema()))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "topic supply.alert-commands: its key must be a field of the record to be sent by hand,"
                + " is 'original topic'");
  }

  private static Topic topic(String key) {
    return new Topic(
        "supply.alert-commands", "alert-command", key, 8, Duration.ofDays(7), Cleanup.DELETE);
  }
}
