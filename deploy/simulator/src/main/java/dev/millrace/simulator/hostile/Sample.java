package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * A sound record of a schema, in Avro's binary encoding; arrays and maps hold one item, unions
 * their last type. It knows its places, and can be had with something else in one of them. Written
 * by hand because Avro's writers write only what a schema allows.
 */
final class Sample {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  private final Schema schema;
  private final String id;
  private final long now;

  /**
   * A sample.
   *
   * @param schema of a record that does not contain itself
   * @param id what stands in the fields that identify the record
   * @param now what stands in its times, in milliseconds since 1970
   */
  Sample(Schema schema, String id, long now) {
    this.schema = requireNonNull(schema, "schema");
    this.id = requireNonNull(id, "id");
    this.now = now;
  }

  String id() {
    return id;
  }

  /** Every place, in the order of the bytes. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    write(new Writer(Optional.empty(), new byte[0], places));
    return places;
  }

  /** The record as it should be. */
  byte[] sound() {
    return write(new Writer(Optional.empty(), new byte[0], new ArrayList<>()));
  }

  /** The record with other bytes in one place. */
  byte[] with(Place place, byte[] instead) {
    return write(new Writer(Optional.of(place.path()), instead, new ArrayList<>()));
  }

  /** What stands in a place of the sound record. */
  byte[] soundPart(Place place) {
    Writer writer = new Writer(Optional.empty(), new byte[0], new ArrayList<>());
    return bytes(encoder -> writer.sound("", place.path(), place.schema(), encoder));
  }

  private byte[] write(Writer writer) {
    return bytes(encoder -> writer.fields("", schema, encoder));
  }

  /** Something that is written. */
  @FunctionalInterface
  interface Body {
    void to(BinaryEncoder encoder) throws IOException;
  }

  /** What was written. */
  static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      body.to(encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen: writing into memory", e);
    }
    return bytes.toByteArray();
  }

  private final class Writer {
    private final Optional<String> replaced;
    private final byte[] instead;
    private final List<Place> places;

    Writer(Optional<String> replaced, byte[] instead, List<Place> places) {
      this.replaced = replaced;
      this.instead = instead;
      this.places = places;
    }

    void fields(String path, Schema record, BinaryEncoder encoder) throws IOException {
      for (Schema.Field field : record.getFields()) {
        String name = path.isEmpty() ? field.name() : path + "." + field.name();
        part(field.name(), name, field.schema(), encoder);
      }
    }

    private void part(String field, String path, Schema part, BinaryEncoder encoder)
        throws IOException {
      places.add(new Place(path, part));
      if (replaced.isPresent() && replaced.get().equals(path)) {
        encoder.writeFixed(instead);
      } else {
        sound(field, path, part, encoder);
      }
    }

    void sound(String field, String path, Schema part, BinaryEncoder encoder) throws IOException {
      switch (part.getType()) {
        case RECORD -> fields(path, part, encoder);
        case UNION -> {
          int last = part.getTypes().size() - 1;
          encoder.writeIndex(last);
          part(field, path + "?", part.getTypes().get(last), encoder);
        }
        case ARRAY -> {
          encoder.writeLong(1);
          part(field, path + "[]", part.getElementType(), encoder);
          encoder.writeLong(0);
        }
        case MAP -> {
          encoder.writeLong(1);
          part(field, path + "{key}", TEXT, encoder);
          part(field, path + "{}", part.getValueType(), encoder);
          encoder.writeLong(0);
        }
        case STRING -> encoder.writeString(text(field));
        case BYTES -> encoder.writeBytes(new byte[] {1, 2, 3});
        case FIXED -> encoder.writeFixed(new byte[part.getFixedSize()]);
        case LONG ->
            encoder.writeLong(
                part.getLogicalType() instanceof LogicalTypes.TimestampMillis ? now : 1_234);
        case INT -> encoder.writeInt(1);
        case ENUM -> encoder.writeEnum(0);
        case DOUBLE -> encoder.writeDouble(0.5);
        case FLOAT -> encoder.writeFloat(0.5f);
        case BOOLEAN -> encoder.writeBoolean(true);
        case NULL -> encoder.writeNull();
      }
    }

    private String text(String field) {
      return switch (field) {
        case "id", "transaction_id" -> id;
        case "currency", "billing_currency" -> "EUR";
        case "merchant_category" -> "5411";
        case "merchant_country" -> "DE";
        default -> "hostile";
      };
    }
  }
}
