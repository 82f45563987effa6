package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.flink.api.common.typeutils.CompositeTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.formats.avro.typeutils.AvroSerializerSnapshot;
import org.apache.flink.runtime.state.ttl.TtlStateFactory;
import org.apache.flink.util.LinkedOptionalMapSerializer;
import org.apache.flink.util.StringUtils;

/** A type as the snapshot of its serializer describes it. */
sealed interface StateType {

  /** The type that a snapshot was written for, without its time to live. */
  static StateType of(TypeSerializerSnapshot<?> written) {
    TypeSerializerSnapshot<?> snapshot = withoutTimeToLive(written);
    try {
      if (snapshot instanceof PojoSerializerSnapshot<?> pojo) {
        return Fields.of(pojo);
      }
      if (snapshot instanceof AvroSerializerSnapshot<?> avro) {
        return Avro.of(avro);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen: read from memory what was just written", e);
    }
    List<StateType> parts = new ArrayList<>();
    if (snapshot instanceof CompositeTypeSerializerSnapshot<?, ?> composite) {
      Arrays.stream(composite.getNestedSerializerSnapshots())
          .map(StateType::of)
          .forEach(parts::add);
    }
    return new Simple(
        snapshot.getClass().getSimpleName().replaceFirst("(Type)?Serializer(Config)?Snapshot$", ""),
        parts);
  }

  /** What of another version of this type makes the two incompatible. */
  default List<String> conflicts(StateType later) {
    return toString().equals(later.toString())
        ? List.of()
        : List.of("was %s, is %s".formatted(this, later));
  }

  /** Whether state has a time to live does not matter to its type. */
  static TypeSerializerSnapshot<?> withoutTimeToLive(TypeSerializerSnapshot<?> snapshot) {
    return snapshot instanceof TtlStateFactory.TtlSerializerSnapshot<?> timed
        ? timed.getNestedSerializerSnapshots()[1]
        : snapshot;
  }

  /** A Java record, or another class with fields. */
  record Fields(String name, Map<String, StateType> fields) implements StateType {

    static Fields of(PojoSerializerSnapshot<?> snapshot) throws IOException {
      DataInputDeserializer in = bytes(snapshot);
      String name = in.readUTF();
      Map<String, StateType> fields = new TreeMap<>();
      LinkedOptionalMapSerializer.readOptionalMap(
              in,
              (key, field) -> field,
              (value, field) ->
                  TypeSerializerSnapshot.readVersionedSnapshot(
                      value, Thread.currentThread().getContextClassLoader()))
          .forEach(
              (field, key, type) ->
                  fields.put(field, StateType.of((TypeSerializerSnapshot<?>) type)));
      return new Fields(name, fields);
    }

    @Override
    public List<String> conflicts(StateType later) {
      if (!(later instanceof Fields other) || !name.equals(other.name)) {
        return StateType.super.conflicts(later);
      }
      List<String> conflicts = new ArrayList<>();
      fields.forEach(
          (field, type) -> {
            if (other.fields.containsKey(field)) {
              type.conflicts(other.fields.get(field)).stream()
                  .map(conflict -> "field %s %s".formatted(field, conflict))
                  .forEach(conflicts::add);
            }
          });
      return conflicts;
    }

    @Override
    public String toString() {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + ": " + field.getValue())
          .collect(joining(", ", name.substring(name.lastIndexOf('.') + 1) + "(", ")"));
    }
  }

  /** A generated Avro record. */
  record Avro(Schema schema) implements StateType {

    static Avro of(AvroSerializerSnapshot<?> snapshot) throws IOException {
      DataInputDeserializer in = bytes(snapshot);
      StringUtils.readString(in); // the name of the class, which is that of the schema
      return new Avro(new Schema.Parser().parse(StringUtils.readString(in)));
    }

    @Override
    public List<String> conflicts(StateType later) {
      if (!(later instanceof Avro other)) {
        return StateType.super.conflicts(later);
      }
      return SchemaCompatibility.checkReaderWriterCompatibility(other.schema, schema)
          .getResult()
          .getIncompatibilities()
          .stream()
          .map(
              conflict ->
                  "%s at %s: %s"
                      .formatted(conflict.getType(), conflict.getLocation(), conflict.getMessage()))
          .toList();
    }

    @Override
    public String toString() {
      return schema.getFields().stream()
          .map(Schema.Field::name)
          .collect(joining(", ", schema.getName() + "{", "}"));
    }
  }

  /** Any other type. */
  record Simple(String name, List<StateType> parts) implements StateType {
    public Simple {
      requireNonNull(name);
      parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
      return parts.isEmpty()
          ? name
          : parts.stream().map(StateType::toString).collect(joining(", ", name + "<", ">"));
    }
  }

  private static DataInputDeserializer bytes(TypeSerializerSnapshot<?> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(512);
    snapshot.writeSnapshot(out);
    return new DataInputDeserializer(out.getCopyOfBuffer());
  }
}
