package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.audit.Records.UnreadableException;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects the evidence of a running stack. */
final class Collection {
  private final StackState stack;
  private final Consumer<String> progress;

  private final List<Payment> payments = new ArrayList<>();
  private final Map<Place, String> unread = new LinkedHashMap<>();
  private final List<Label> labels = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Map<Place, Long> digests = new HashMap<>();
  private final Set<String> cut = new HashSet<>();
  private Set<Place> refusedAnywhere = Set.of();
  private Set<Place> refusedByScoring = Set.of();
  private Set<Place> unreadable = Set.of();
  private final Map<String, String> texts = new HashMap<>();

  /**
   * Prepares to collect.
   *
   * @param progress hears what is read
   */
  Collection(StackState stack, Consumer<String> progress) {
    this.stack = requireNonNull(stack);
    this.progress = requireNonNull(progress);
  }

  /**
   * Waits until the jobs have caught up, then reads everything.
   *
   * @param patience how long to wait for them
   */
  Evidence collect(Duration patience) {
    String kafka = stack.endpoint("kafka.bootstrap-servers");
    Evidence.Health health;
    progress.accept("waiting until lag is zero and checkpoints are complete");
    try (Jobs jobs = new Jobs(kafka, stack.endpoint("flink.rest.url"))) {
      health = jobs.await(patience);
    }
    Records records = new Records(stack.endpoint("schema-registry.url"));
    try (TopicReader topics = new TopicReader(kafka)) {
      read(
          topics,
          Topics.DEAD_LETTERS,
          found ->
              parse(found, records, record -> deadLetter(found, record, records))
                  .ifPresent(deadLetters::add));
      refusedAnywhere = deadLetters.stream().map(DeadLetter::source).collect(Collectors.toSet());
      // What the audit cannot read, a job need not either.
      unread.keySet().removeAll(refusedAnywhere);
      refusedByScoring =
          deadLetters.stream()
              .filter(letter -> letter.job().equals(Evidence.SCORING))
              .map(DeadLetter::source)
              .collect(Collectors.toSet());
      unreadable =
          deadLetters.stream()
              .filter(letter -> !letter.stage().equals(DeadLetter.WRITE))
              .map(DeadLetter::source)
              .collect(Collectors.toSet());
      read(topics, Topics.DECISIONS, found -> decision(found, records));
      read(topics, Topics.PAYMENTS, found -> payment(found, records));
      read(topics, Topics.LABELS, found -> label(found, records));
      if (deadLetters.stream()
          .anyMatch(letter -> letter.source().topic().equals(Topics.DEAD_LETTERS))) {
        read(topics, Topics.DEAD_LETTERS, this::digestIfRefused);
      }
    }
    return withTables(health);
  }

  private Evidence withTables(Evidence.Health health) {
    List<String> repeated = new ArrayList<>();
    try (Tables tables = Tables.of(stack)) {
      progress.accept("reading the tables");
      return new Evidence(
          payments,
          unread,
          labels,
          decisions,
          deadLetters,
          digests,
          tables.decisions(Invariants.firstCopies(decisions), repeated),
          tables.deadLetters(),
          repeated,
          cut,
          new Watch(tables.connection()).setbacks(),
          health);
    } catch (SQLException e) {
      throw new ToolException("cannot read the tables: " + e.getMessage(), e);
    }
  }

  private void read(
      TopicReader topics, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    progress.accept("reading " + topic);
    if (topics.read(topic, each)) {
      cut.add(topic);
    }
  }

  private void digestIfRefused(ConsumerRecord<byte[], byte[]> found) {
    Place place = placeOf(found);
    if (refusedAnywhere.contains(place)) {
      digests.put(place, Digest.of(found));
    }
  }

  private void payment(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    Place place = placeOf(found);
    if (refusedByScoring.contains(place)) {
      return;
    }
    parse(found, records, record -> payment(found, record)).ifPresent(payments::add);
  }

  private Payment payment(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    return new Payment(
        placeOf(found),
        found.timestamp(),
        text(record, "transaction_id"),
        text(record, "card_id"),
        text(record, "terminal_id"),
        (Long) record.get("amount_minor"),
        text(record, "currency"),
        (Long) record.get("event_time"),
        merchant(record));
  }

  private void label(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    if (refusedByScoring.contains(placeOf(found))) {
      return;
    }
    parse(found, records, record -> label(found, record)).ifPresent(labels::add);
  }

  private Label label(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    return new Label(
        placeOf(found),
        found.timestamp(),
        text(record, "transaction_id"),
        text(record, "terminal_id"),
        (Long) record.get("transaction_time"),
        (Boolean) record.get("fraud"));
  }

  private void decision(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    // A row that the database refused is a decision all the same.
    if (unreadable.contains(placeOf(found))) {
      return;
    }
    parse(found, records, record -> decision(found, record)).ifPresent(decisions::add);
  }

  private Decision decision(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    Map<String, Double> features = new TreeMap<>();
    ((Map<?, ?>) record.get("features"))
        .forEach((name, value) -> features.put(name.toString(), (Double) value));
    return new Decision(
        placeOf(found),
        found.timestamp(),
        text(record, "transaction_id"),
        text(record, "card_id"),
        text(record, "terminal_id"),
        (Long) record.get("amount_minor"),
        text(record, "currency"),
        (Long) record.get("event_time"),
        merchant(record),
        source(record),
        features,
        text(record, "outcome"),
        (Double) record.get("score"),
        StreamSupport.stream(((Iterable<?>) record.get("reason_codes")).spliterator(), false)
            .map(Object::toString)
            .toList(),
        text(record, "scorer"));
  }

  /** Records of the first version do not have it. */
  private String merchant(GenericRecord record) {
    return record.hasField("merchant_category")
        ? known(record.get("merchant_category") + " " + record.get("merchant_country"))
        : "null null";
  }

  private DeadLetter deadLetter(
      ConsumerRecord<byte[], byte[]> found, GenericRecord record, Records records) {
    byte[] value = bytes((ByteBuffer) record.get("value"));
    String reason = text(record, "reason");
    String detail = text(record, "detail");
    return new DeadLetter(
        placeOf(found),
        text(record, "id"),
        text(record, "job"),
        text(record, "stage"),
        reason,
        detail,
        source(record),
        digest(record, value),
        !record.hasField("intact") || (Boolean) record.get("intact"),
        Passing.reason(text(record, "stage"), reason, detail, records.knowsSchemaOf(value)));
  }

  /** What is in a record; empty, and noted, if it is not what its topic should hold. */
  private <T> Optional<T> parse(
      ConsumerRecord<byte[], byte[]> found, Records records, Function<GenericRecord, T> reading) {
    try {
      return Optional.of(reading.apply(records.read(found.value())));
    } catch (UnreadableException e) {
      unread.put(placeOf(found), e.getMessage());
    } catch (AvroRuntimeException | ClassCastException e) {
      unread.put(placeOf(found), "a record of another kind: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static long digest(GenericRecord letter, byte[] value) {
    Digest digest = new Digest().with(bytes((ByteBuffer) letter.get("key"))).with(value);
    for (Object each : (Iterable<?>) letter.get("headers")) {
      GenericRecord header = (GenericRecord) each;
      digest.with(header.get("name").toString()).with(bytes((ByteBuffer) header.get("value")));
    }
    return digest.value();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private Place source(GenericRecord record) {
    GenericRecord source = (GenericRecord) record.get("source");
    return new Place(
        text(source, "topic"), (Integer) source.get("partition"), (Long) source.get("offset"));
  }

  private String text(GenericRecord record, String field) {
    return known(String.valueOf(record.get(field)));
  }

  /** One copy of each text: ids come on two topics, cards and terminals many times. */
  private String known(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }

  private static Place placeOf(ConsumerRecord<?, ?> found) {
    return new Place(found.topic(), found.partition(), found.offset());
  }
}
