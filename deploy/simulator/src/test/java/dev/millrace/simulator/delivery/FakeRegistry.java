package dev.millrace.simulator.delivery;

import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** A registry in memory. */
public final class FakeRegistry implements SchemaRegistry {
  private final Map<String, Map<String, Integer>> ids = new LinkedHashMap<>();
  private final Map<Integer, Schema> schemas = new LinkedHashMap<>();

  /** Registers a released version of a record. */
  public FakeRegistry with(String topic, String record, int version, int id) {
    String file = "schemas/%s/v%d.avsc".formatted(record, version);
    try (InputStream in = FakeRegistry.class.getClassLoader().getResourceAsStream(file)) {
      Schema schema =
          new Schema.Parser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      ids.computeIfAbsent(topic + "-value", subject -> new LinkedHashMap<>()).put(form(schema), id);
      schemas.put(id, schema);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
    return this;
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException {
    if (!schemas.containsKey(id)) {
      throw new UnknownSchemaException("no schema " + id);
    }
    return schemas.get(id);
  }

  @Override
  public int idOf(String subject, Schema schema) throws UnknownSchemaException {
    Integer id = ids.getOrDefault(subject, Map.of()).get(form(schema));
    if (id == null) {
      throw new UnknownSchemaException("subject %s lacks %s".formatted(subject, schema));
    }
    return id;
  }

  /** The same for a released schema and for what was generated from it. */
  private static String form(Schema schema) {
    return SchemaNormalization.toParsingForm(schema);
  }
}
