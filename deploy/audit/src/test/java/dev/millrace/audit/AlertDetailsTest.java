package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertDetailsTest {
  private Schema schema;

  @BeforeEach
  void read() throws IOException {
    schema = new Schema.Parser().parse(Path.of("../../schemas/supply-alert/v1.avsc").toFile());
  }

  @Test
  void everyFieldCountsThatIsNotComparedByItself() {
    List<String> byThemselves =
        List.of(
            "alert_id",
            "version",
            "state",
            "change",
            "severity",
            "owner",
            "event_time",
            "parent_id",
            "value_at_risk_minor",
            "source");
    long unchanged = AlertDetails.of(alert());
    assertThat(AlertDetails.of(alert())).isEqualTo(unchanged);
    for (Schema.Field field : schema.getFields()) {
      GenericRecord changed = alert();
      changed.put(field.pos(), other(field.schema()));
      if (byThemselves.contains(field.name())) {
        assertThat(AlertDetails.of(changed)).as(field.name()).isEqualTo(unchanged);
      } else {
        assertThat(AlertDetails.of(changed)).as(field.name()).isNotEqualTo(unchanged);
      }
    }
  }

  @Test
  void everyFieldOfAnActionCounts() {
    GenericRecord whole = alert();
    whole.put("action", action());
    long unchanged = AlertDetails.of(whole);
    for (Schema.Field field : action().getSchema().getFields()) {
      GenericRecord action = action();
      action.put(field.pos(), other(field.schema()));
      GenericRecord changed = alert();
      changed.put("action", action);
      assertThat(AlertDetails.of(changed)).as(field.name()).isNotEqualTo(unchanged);
    }
  }

  private GenericRecord alert() {
    return filled(schema);
  }

  private GenericRecord action() {
    return filled(schema.getField("action").schema().getTypes().get(1));
  }

  private static GenericRecord filled(Schema of) {
    GenericRecord record = new GenericData.Record(of);
    of.getFields().forEach(field -> record.put(field.pos(), some(field.schema())));
    return record;
  }

  private static Object some(Schema type) {
    return switch (type.getType()) {
      case LONG -> 7L;
      case INT -> 7;
      case ENUM -> type.getEnumSymbols().get(1);
      case ARRAY -> List.of("o-1");
      case MAP -> Map.of("late_hours", 1.5);
      case UNION -> null;
      default -> "some";
    };
  }

  private static Object other(Schema type) {
    return switch (type.getType()) {
      case LONG -> 8L;
      case INT -> 8;
      case DOUBLE -> 8.5;
      case ENUM -> type.getEnumSymbols().get(2);
      case ARRAY -> List.of("o-1", "o-2");
      case MAP -> Map.of("late_hours", 2.5);
      case UNION -> other(type.getTypes().get(1));
      case RECORD -> filled(type);
      default -> "other";
    };
  }
}
