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

  /** This route as one of a topic whose records are of a class. */
  @SuppressWarnings("unchecked") // it is of that class
  <S extends SpecificRecordBase> TableRoute<S> as(Class<S> record) {
    if (!type.equals(record)) {
      throw new IllegalArgumentException(
          "record of topic %s must be %s, is %s"
              .formatted(topic, record.getName(), type.getName()));
    }
    return (TableRoute<S>) this;
  }
}
