package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import org.apache.avro.Schema;

/**
 * A schema as the registry holds it.
 *
 * @param version its number under its subject, from 1
 * @param id its id in the registry, which travels with every record
 */
record RegisteredVersion(int version, int id, Schema schema) {
  RegisteredVersion {
    requireNonNull(schema);
  }
}
