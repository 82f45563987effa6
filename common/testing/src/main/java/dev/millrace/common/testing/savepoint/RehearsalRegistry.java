package dev.millrace.common.testing.savepoint;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.testing.stream.SameJvm;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry that answers for some ids and is out of reach for all others. */
record RehearsalRegistry(Map<Integer, Schema> schemas) implements SchemaRegistry {
  private static final int ANY_ID = 1;

  RehearsalRegistry {
    schemas = Map.copyOf(schemas);
  }

  /** Opens it wherever the factory travels to within this JVM. */
  SchemaRegistryFactory factory() {
    SameJvm<RehearsalRegistry> registry = SameJvm.of(this);
    return registry::value;
  }

  @Override
  public Schema byId(int id) throws RegistryUnavailableException {
    Schema schema = schemas.get(id);
    if (schema == null) {
      throw new RegistryUnavailableException(
          "the registry is down", new IOException("connection refused"));
    }
    return schema;
  }

  /** What a job writes is not encoded here. */
  @Override
  public int idOf(String subject, Schema schema) {
    return ANY_ID;
  }
}
