package dev.millrace.tablewriter;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.delivery.Table;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * A topic and the table that its records go into.
 *
 * @param type generated class of the topic's records
 */
public record TableRoute<T extends SpecificRecordBase>(
    String topic, Class<T> type, Table table, AvroRow<T> row) {

  public TableRoute {
    requireNonNull(topic);
    requireNonNull(type);
    requireNonNull(table);
    requireNonNull(row);
  }
}
