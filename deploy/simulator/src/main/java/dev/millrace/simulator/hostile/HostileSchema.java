package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;

/**
 * A schema under the name of a sound record that makes its readers pay: whoever may register a
 * schema, under any subject, can have it read.
 *
 * @param kind what is wrong with it, for example {@code schema-recursive}
 * @param schema what is registered
 * @param tail what follows the sound fields in a record of it
 */
public record HostileSchema(String kind, Schema schema, Tail tail) {
  private static final Tail NO_TAIL = encoder -> {};
  private static final Schema NULL = Schema.create(Schema.Type.NULL);
  private static final String NAMESPACE = "dev.millrace.hostile";
  private static final String FIELD = "hostile";
  private static final int LEVELS = 200;
  private static final int DOUBLINGS = 30;
  private static final int LINKS = 100_000;

  /** Writes what follows the sound fields. */
  @FunctionalInterface
  public interface Tail extends Sample.Body {}

  public HostileSchema {
    requireNonNull(kind, "kind");
    requireNonNull(schema, "schema");
    requireNonNull(tail, "tail");
  }

  /** All kinds, each a version of the given record with one more field or a changed one. */
  public static List<HostileSchema> like(Schema sound) {
    return List.of(
        recursive(sound),
        tooDeep(sound),
        tooLarge(sound),
        itemsWithoutBytes("null-items", sound, NULL),
        itemsWithoutBytes(
            "empty-items",
            sound,
            Schema.createRecord("Nothing", null, NAMESPACE, false, List.of())),
        bytesForText(sound),
        lackingAField(sound));
  }

  /** A chain so long that following it overflows the stack. */
  private static HostileSchema recursive(Schema sound) {
    Schema link = Schema.createRecord("Link", null, NAMESPACE, false);
    Schema next = Schema.createUnion(NULL, link);
    link.setFields(List.of(new Field("next", next)));
    return new HostileSchema(
        "schema-recursive",
        plus(sound, next),
        encoder -> {
          for (int i = 0; i < LINKS; i++) {
            encoder.writeIndex(1);
          }
          encoder.writeIndex(0);
        });
  }

  private static HostileSchema tooDeep(Schema sound) {
    Schema type = NULL;
    for (int level = 0; level < LEVELS; level++) {
      type = Schema.createArray(type);
    }
    return new HostileSchema("schema-too-deep", plus(sound, type), encoder -> encoder.writeLong(0));
  }

  /** A few lines that unfold into 2^30 fields, none of which takes a byte. */
  private static HostileSchema tooLarge(Schema sound) {
    Schema type = NULL;
    for (int level = 0; level < DOUBLINGS; level++) {
      type =
          Schema.createRecord(
              "Doubling" + level,
              null,
              NAMESPACE,
              false,
              List.of(new Field("one", type), new Field("other", type)));
    }
    return new HostileSchema("schema-too-large", plus(sound, type), NO_TAIL);
  }

  /** Two billion items in eleven bytes. */
  private static HostileSchema itemsWithoutBytes(String kind, Schema sound, Schema item) {
    return new HostileSchema(
        kind,
        plus(sound, Schema.createArray(item)),
        encoder -> {
          encoder.writeLong(2_000_000_000);
          encoder.writeLong(0);
        });
  }

  private static HostileSchema bytesForText(Schema sound) {
    List<Field> fields = new ArrayList<>();
    boolean changed = false;
    for (Field field : sound.getFields()) {
      boolean change = !changed && field.schema().getType() == Schema.Type.STRING;
      fields.add(
          new Field(field.name(), change ? Schema.create(Schema.Type.BYTES) : field.schema()));
      changed |= change;
    }
    return new HostileSchema("bytes-for-text", record(sound, fields), NO_TAIL);
  }

  private static HostileSchema lackingAField(Schema sound) {
    List<Field> fields =
        sound.getFields().stream().skip(1).map(field -> new Field(field, field.schema())).toList();
    return new HostileSchema("lacking-a-field", record(sound, fields), NO_TAIL);
  }

  private static Schema plus(Schema sound, Schema type) {
    List<Field> fields = new ArrayList<>();
    sound.getFields().forEach(field -> fields.add(new Field(field, field.schema())));
    fields.add(new Field(FIELD, type));
    return record(sound, fields);
  }

  private static Schema record(Schema sound, List<Field> fields) {
    return Schema.createRecord(sound.getName(), null, sound.getNamespace(), false, fields);
  }
}
