package dev.millrace.simulator.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;

/**
 * Bytes that may stand where something sound should.
 *
 * @param kind what is wrong with them, for example {@code length-2^31}
 * @param bytes makes them; they may be many
 */
record Substitute(String kind, Supplier<byte[]> bytes) {
  private static final int TOO_MANY_ITEMS = 20_000;
  private static final int ENDLESS_NUMBER_BYTES = 20;
  private static final List<String> NOT_UTF8 =
      List.of("c328", "eda080", "c0af", "f4908080", "e282");

  Substitute {
    requireNonNull(kind, "kind");
    requireNonNull(bytes, "bytes");
  }

  /** All that may be put in a place of a sample. */
  static List<Substitute> of(Place place, Sample sample) {
    Schema schema = place.schema();
    return switch (schema.getType()) {
      case STRING -> join(texts(), lengths());
      case BYTES -> lengths();
      case ARRAY ->
          join(
              counts(),
              List.of(
                  tooManyItems(sample, new Place(place.path() + "[]", schema.getElementType()))));
      case MAP ->
          join(
              counts(),
              List.of(
                  tooManyItems(
                      sample,
                      new Place(place.path() + "{key}", Schema.create(Schema.Type.STRING)),
                      new Place(place.path() + "{}", schema.getValueType()))));
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis ? times() : longs();
      case INT -> ints();
      case DOUBLE -> doubles();
      case ENUM -> indexes("enum-out-of-range");
      case UNION -> indexes("branch-out-of-range");
      case BOOLEAN -> List.of(new Substitute("boolean-7", () -> new byte[] {7}));
      case RECORD, FIXED, FLOAT, NULL -> List.of();
    };
  }

  private static List<Substitute> texts() {
    List<Substitute> texts = new ArrayList<>();
    texts.add(text("text-empty", () -> ""));
    texts.add(text("text-sql", () -> "'; DROP TABLE fraud.decisions; --"));
    texts.add(
        text(
            "text-script",
            () -> "<script>alert(1)</script>${jndi:ldap://127.0.0.1/a}{{7*7}}$(id)%n%s"));
    texts.add(text("text-nul", () -> "a\0b"));
    texts.add(text("text-right-to-left", () -> "\u202e\u2066gpj.exe"));
    texts.add(
        text("text-emoji", () -> "\ud83d\udcb3\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67"));
    texts.add(text("text-control", () -> "a\r\nWARN forged line\t\u001b[31m\u0007\u0085\ufeff"));
    texts.add(text("text-replacement", () -> "\ufffd"));
    texts.add(text("text-deep-json", () -> "[".repeat(10_000)));
    texts.add(text("text-100k", () -> letters(100_000)));
    texts.add(text("text-600k", () -> letters(600_000)));
    for (String hex : NOT_UTF8) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      texts.add(
          new Substitute("invalid-utf8", () -> Sample.bytes(encoder -> encoder.writeBytes(bytes))));
    }
    return texts;
  }

  private static Substitute text(String kind, Supplier<String> text) {
    return new Substitute(
        kind, () -> Sample.bytes(encoder -> encoder.writeBytes(text.get().getBytes(UTF_8))));
  }

  /** Letters that do not compress well: an index takes long texts that do. */
  private static String letters(int count) {
    return new SplittableRandom(count)
        .ints(count, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static List<Substitute> lengths() {
    return List.of(
        number("length-2^31-1", Integer.MAX_VALUE),
        number("length-2^31", 1L << 31),
        number("length-2^62", 1L << 62),
        number("length-negative", -1),
        number("length-min", Long.MIN_VALUE),
        endless());
  }

  private static List<Substitute> counts() {
    return List.of(
        number("count-2^31", 1L << 31),
        number("count-2^62", 1L << 62),
        new Substitute(
            "count-negative",
            () ->
                Sample.bytes(
                    encoder -> {
                      encoder.writeLong(-(1L << 31));
                      encoder.writeLong(0); // bytes in the block
                    })),
        number("count-min", Long.MIN_VALUE),
        endless());
  }

  private static Substitute tooManyItems(Sample sample, Place... parts) {
    return new Substitute(
        "too-many-items",
        () ->
            Sample.bytes(
                encoder -> {
                  encoder.writeLong(TOO_MANY_ITEMS);
                  for (int i = 0; i < TOO_MANY_ITEMS; i++) {
                    for (Place part : parts) {
                      encoder.writeFixed(sample.soundPart(part));
                    }
                  }
                  encoder.writeLong(0);
                }));
  }

  private static List<Substitute> longs() {
    return List.of(
        number("long-min", Long.MIN_VALUE), number("long-max", Long.MAX_VALUE), endless());
  }

  private static List<Substitute> ints() {
    return List.of(
        number("int-min", Integer.MIN_VALUE), number("int-max", Integer.MAX_VALUE), endless());
  }

  private static List<Substitute> times() {
    return List.of(
        number("time-year-1", Instant.parse("0001-01-01T00:00:00Z").toEpochMilli()),
        number("time-year-9999", Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli()),
        number("time-min", Long.MIN_VALUE),
        number("time-max", Long.MAX_VALUE));
  }

  private static List<Substitute> doubles() {
    return List.of(
        real("nan", Double.NaN),
        real("infinity", Double.POSITIVE_INFINITY),
        real("negative-infinity", Double.NEGATIVE_INFINITY),
        real("double-max", Double.MAX_VALUE));
  }

  private static List<Substitute> indexes(String kind) {
    return List.of(number(kind, -1), number(kind, 99), number(kind, Integer.MAX_VALUE));
  }

  private static Substitute number(String kind, long number) {
    return new Substitute(kind, () -> Sample.bytes(encoder -> encoder.writeLong(number)));
  }

  private static Substitute real(String kind, double number) {
    return new Substitute(kind, () -> Sample.bytes(encoder -> encoder.writeDouble(number)));
  }

  /** A number each of whose bytes says that one more follows. */
  private static Substitute endless() {
    return new Substitute("number-endless", () -> Sample.bytes(Substitute::writeEndless));
  }

  private static void writeEndless(BinaryEncoder encoder) throws IOException {
    for (int i = 0; i < ENDLESS_NUMBER_BYTES; i++) {
      encoder.writeFixed(new byte[] {-1});
    }
  }

  private static <E> List<E> join(List<E> some, List<E> more) {
    List<E> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }
}
