package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import org.apache.avro.Schema;

/**
 * Where something hostile can stand in the bytes of a record.
 *
 * @param path for example {@code card_id}, {@code source.topic}, {@code reason_codes[]} for an
 *     item, {@code features{}} for a value, {@code merchant_country?} for what stands in a union
 * @param schema of what stands there in a sound record
 */
record Place(String path, Schema schema) {
  Place {
    requireNonNull(path, "path");
    requireNonNull(schema, "schema");
  }
}
