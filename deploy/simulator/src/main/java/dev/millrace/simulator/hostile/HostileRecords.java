package dev.millrace.simulator.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.common.contract.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;

/** Makes the records of a {@link HostileCorpus}, once. */
final class HostileRecords {
  private static final int UNKNOWN_SCHEMA_ID = 2_000_000_000;
  private static final String WRONG_TYPE = "wrong-record-type";
  private static final int BOMB_CHARACTERS = 50_000_000;
  private static final int LONG_KEY_BYTES = 100_000;

  private final List<HostileTopic> topics;
  private final long seed;
  private final long now;
  private final List<HostileRecord> records = new ArrayList<>();

  private HostileRecords(List<HostileTopic> topics, long seed, long now) {
    this.topics = List.copyOf(topics);
    this.seed = seed;
    this.now = now;
  }

  /** As {@link HostileCorpus#HostileCorpus(List, long, long)}. */
  static List<HostileRecord> make(List<HostileTopic> topics, long seed, long now) {
    HostileRecords made = new HostileRecords(topics, seed, now);
    for (HostileTopic topic : topics) {
      made.addWire(topic);
      made.addPlaces(topic);
      made.addStrangers(topic);
    }
    Collections.shuffle(made.records, new Random(seed));
    return made.records;
  }

  /** What is wrong with the record as a whole. */
  private void addWire(HostileTopic topic) {
    add(topic, "tombstone", sound -> null);
    add(topic, "empty", sound -> new byte[0]);
    add(topic, "bad-magic-byte", sound -> startingWith('{', sound.value()));
    add(topic, "unknown-schema-id", sound -> value(UNKNOWN_SCHEMA_ID, sound.body()));
    add(topic, "negative-schema-id", sound -> value(-1, sound.body()));
    add(topic, "trailing-bytes", sound -> join(sound.value(), new byte[3]));
    add(topic, "twice", sound -> join(sound.value(), sound.value()));
    add(topic, "gzip", sound -> gzip(sound.value()));
    add(topic, "gzip-after-header", sound -> sound.value(gzip(sound.body())));
    add(topic, "deep-json", sound -> "{\"a\":".repeat(50_000).getBytes(UTF_8));
    add(topic, "random-bytes", sound -> sound.value(random(1_000)));
    add(topic, "zeros", sound -> sound.value(new byte[100_000]));
    int length = next(topic).value().length;
    for (int i = 1; i < length; i++) {
      int cut = i;
      add(topic, "truncated", sound -> Arrays.copyOf(sound.value(), cut));
    }
    Place text =
        next(topic).places().stream()
            .filter(place -> place.schema().getType() == Schema.Type.STRING)
            .findFirst()
            .orElseThrow();
    add(topic, "compressed-bomb", sound -> sound.with(text, text(BOMB_CHARACTERS)));
    addKey(topic, "key-null", () -> null);
    addKey(topic, "key-binary", () -> new byte[] {0, -1, -2, (byte) 0xc3});
    addKey(topic, "key-100k", () -> lettersA(LONG_KEY_BYTES));
  }

  /** What is wrong in one place of an otherwise sound record. */
  private void addPlaces(HostileTopic topic) {
    for (Place place : next(topic).places()) {
      for (Substitute substitute : Substitute.of(place, next(topic).sample())) {
        add(topic, substitute.kind(), sound -> sound.with(place, substitute.bytes().get()));
      }
    }
  }

  /** Records that belong on other topics, and of schemas that no version of the suite has. */
  private void addStrangers(HostileTopic topic) {
    for (HostileTopic other : topics) {
      if (!other.schema().getFullName().equals(topic.schema().getFullName())) {
        Sound stranger = next(other);
        add(topic, WRONG_TYPE, sound -> stranger.value());
        stranger.places().stream()
            .filter(place -> place.schema().getType() == Schema.Type.ARRAY)
            .forEach(
                place ->
                    add(
                        topic,
                        WRONG_TYPE,
                        sound ->
                            stranger.with(
                                place, Sample.bytes(encoder -> encoder.writeLong(1L << 62)))));
      }
    }
    topic
        .hostileSchemas()
        .forEach(
            (id, hostile) ->
                add(
                    topic,
                    hostile.kind(),
                    sound -> value(id, join(sound.body(), Sample.bytes(hostile.tail())))));
  }

  private void add(HostileTopic topic, String kind, Function<Sound, byte[]> value) {
    Sound sound = next(topic);
    byte[] key = sound.sample().id().getBytes(UTF_8);
    records.add(new HostileRecord(kind, topic.name(), key::clone, () -> value.apply(sound)));
  }

  /** A sound record under a key that is not. */
  private void addKey(HostileTopic topic, String kind, Supplier<byte[]> key) {
    records.add(new HostileRecord(kind, topic.name(), key, next(topic)::value));
  }

  /** What the next record would be if nothing were wrong with it. */
  private Sound next(HostileTopic topic) {
    return new Sound(
        topic.schemaId(),
        new Sample(topic.schema(), "hostile-%d-%d".formatted(seed, records.size()), now));
  }

  /** A sound record in wire format. */
  private record Sound(int schemaId, Sample sample) {
    List<Place> places() {
      return sample.places();
    }

    byte[] body() {
      return sample.sound();
    }

    byte[] value() {
      return value(body());
    }

    byte[] value(byte[] body) {
      return HostileRecords.value(schemaId, body);
    }

    byte[] with(Place place, byte[] instead) {
      return value(sample.with(place, instead));
    }
  }

  private byte[] random(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] value(int schemaId, byte[] body) {
    return join(WireFormat.header(schemaId), body);
  }

  private static byte[] join(byte[] start, byte[] end) {
    byte[] both = Arrays.copyOf(start, start.length + end.length);
    System.arraycopy(end, 0, both, start.length, end.length);
    return both;
  }

  private static byte[] startingWith(char first, byte[] bytes) {
    bytes[0] = (byte) first;
    return bytes;
  }

  private static byte[] text(int characters) {
    return Sample.bytes(encoder -> encoder.writeBytes(lettersA(characters)));
  }

  private static byte[] lettersA(int count) {
    byte[] letters = new byte[count];
    Arrays.fill(letters, (byte) 'A');
    return letters;
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen: writing into memory", e);
    }
    return packed.toByteArray();
  }
}
