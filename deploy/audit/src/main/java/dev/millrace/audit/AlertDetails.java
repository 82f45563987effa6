package dev.millrace.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.avro.generic.GenericRecord;

/** What a version of an alert says that no invariant looks at by itself, as one number. */
final class AlertDetails {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PLAIN =
      List.of(
          "kind",
          "subject_type",
          "subject_id",
          "escalation",
          "suppressed_children",
          "currency",
          "summary",
          "acted_by");
  private static final List<String> TIMES =
      List.of("since", "opened_at", "resolved_at", "snoozed_until", "impact_at");
  private static final List<String> OF_ACTION =
      List.of(
          "kind", "target", "quantity", "cost_minor", "saves_minor", "gains_hours", "arithmetic");

  private AlertDetails() {}

  /** Columns beside those of the table that {@link #of(ResultSet)} needs. */
  static String columns() {
    return TIMES.stream()
        .map(time -> "%s AS %s_ms".formatted(Tables.millis(time), time))
        .collect(Collectors.joining(", "));
  }

  static long of(GenericRecord record) {
    GenericRecord action = (GenericRecord) record.get("action");
    Map<String, Double> evidence = new TreeMap<>();
    ((Map<?, ?>) record.get("evidence"))
        .forEach((name, value) -> evidence.put(name.toString(), (Double) value));
    return digest(
        Stream.of(PLAIN, TIMES).flatMap(List::stream).map(record::get),
        OF_ACTION.stream().map(field -> action == null ? null : action.get(field)),
        StreamSupport.stream(((Iterable<?>) record.get("order_ids")).spliterator(), false),
        evidence);
  }

  static long of(ResultSet row) throws SQLException {
    List<Object> plain = new ArrayList<>();
    for (String column : PLAIN) {
      plain.add(row.getObject(column));
    }
    for (String time : TIMES) {
      long millis = row.getLong(time + "_ms");
      plain.add(row.wasNull() ? null : millis);
    }
    List<Object> action = new ArrayList<>();
    for (String field : OF_ACTION) {
      action.add(row.getObject("action_" + field));
    }
    return digest(
        plain.stream(),
        action.stream(),
        Stream.of((String[]) row.getArray("order_ids").getArray()),
        evidence(row.getString("evidence")));
  }

  private static Map<String, Double> evidence(String json) {
    try {
      Map<String, Double> evidence = new TreeMap<>();
      for (Map.Entry<String, JsonNode> figure : JSON.readTree(json).properties()) {
        evidence.put(figure.getKey(), figure.getValue().asDouble());
      }
      return evidence;
    } catch (JsonProcessingException e) {
      throw new ToolException("an alert's evidence is not as it should be: " + json, e);
    }
  }

  private static long digest(
      Stream<?> plain, Stream<?> action, Stream<?> orders, Map<String, Double> evidence) {
    Digest digest = new Digest();
    List.of(plain, action, orders).forEach(values -> digest.with(all(values)));
    // The database knows no negative zero.
    evidence.forEach((name, value) -> digest.with(name).with(Double.toString(value + 0.0)));
    return digest.value();
  }

  /** Where one value ends and the next begins, and whether there is one, counts. */
  private static String all(Stream<?> values) {
    Function<Object, String> text =
        value -> value == null ? "-" : value.toString().length() + ":" + value;
    return values.map(text).collect(Collectors.joining(" "));
  }
}
