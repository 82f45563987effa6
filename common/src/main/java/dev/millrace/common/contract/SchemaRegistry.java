package dev.millrace.common.contract;

import org.apache.avro.Schema;

/**
 * What a job asks of a schema registry. Nothing here registers: schemas are released, not
 * discovered.
 */
public interface SchemaRegistry {

  /**
   * The schema with this id.
   *
   * @throws UnknownSchemaException if a healthy registry does not know the id
   * @throws RegistryUnavailableException if the registry gives no answer; ask again later
   */
  Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException;

  /**
   * The id of a schema registered under a subject.
   *
   * @throws UnknownSchemaException if the subject has no version with this schema
   * @throws RegistryUnavailableException if the registry gives no answer; ask again later
   */
  int idOf(String subject, Schema schema)
      throws UnknownSchemaException, RegistryUnavailableException;
}
