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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects the evidence of a running stack. */
final class Collection {
  private static final List<String> RULE_STATES = List.of("DRAFT", "SHADOW", "LIVE", "RETIRED");
  private static final List<String> OUTCOMES = List.of("REVIEW", "APPROVE", "DECLINE");
  private static final List<String> MODEL_ROLES = List.of("RETIRED", "CHALLENGER", "CHAMPION");

  private final StackState stack;
  private final Consumer<String> progress;

  private final List<Payment> payments = new ArrayList<>();
  private final Legible legible = new Legible();
  private final List<Label> labels = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<Copies.Copy> copies = new ArrayList<>();
  private final List<Interaction> interactions = new ArrayList<>();
  private final List<Recommendation> recommendations = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Set<Shop.Refusal> refusedInteractions = new HashSet<>();
  private final Map<Place, Long> digests = new HashMap<>();
  private final Map<String, Long> cut = new HashMap<>();
  private Set<Place> refusedAnywhere = Set.of();
  private Set<Place> refusedByScoring = Set.of();
  private Map<Place, String> refusedByRecommending = Map.of();
  private Set<Place> unreadByWriter = Set.of();
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
      health = new Healing(jobs).await(patience);
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
      legible.unread().keySet().removeAll(refusedAnywhere);
      refusedByScoring = refusedBy(Evidence.SCORING);
      refusedByRecommending =
          deadLetters.stream()
              .filter(letter -> letter.job().equals(Evidence.RECOMMENDING))
              .collect(
                  Collectors.toMap(DeadLetter::source, DeadLetter::reason, (one, copy) -> one));
      unreadByWriter = unread(letter -> letter.job().equals(Evidence.WRITER));
      unreadable = unread(letter -> true);
      read(topics, Topics.DECISIONS, found -> decision(found, records));
      read(topics, Topics.PAYMENTS, found -> payment(found, records));
      read(topics, Topics.LABELS, found -> label(found, records));
      read(topics, Topics.RULES, found -> copy(found, records, this::rule));
      read(topics, Topics.MODELS, found -> copy(found, records, this::model));
      read(topics, Topics.RECOMMENDATIONS, found -> recommendation(found, records));
      read(topics, Topics.OUTCOMES, found -> outcome(found, records));
      read(topics, Topics.INTERACTIONS, found -> interaction(found, records));
      for (String topic : SupplyChain.TOPICS) {
        digestRefused(topics, topic);
      }
      digestRefused(topics, Topics.DEAD_LETTERS);
    }
    return withTables(health);
  }

  private Evidence withTables(Evidence.Health health) {
    try (Tables tables = Tables.of(stack)) {
      progress.accept("reading the tables");
      Watched watched = new Watch(tables.connection()).watched(WatchedTables.ofThisRepository());
      return new Following()
          .read(
              () -> withRows(health, watched, tables), evidence -> !Invariants.lacksRows(evidence));
    } catch (SQLException e) {
      throw new ToolException("cannot read the tables: " + e.getMessage(), e);
    }
  }

  private Evidence withRows(Evidence.Health health, Watched watched, Tables tables)
      throws SQLException {
    List<String> repeated = new ArrayList<>();
    return new Evidence(
        payments,
        legible.unread(),
        labels,
        decisions,
        deadLetters,
        digests,
        tables.decisions(Invariants.firstCopies(decisions), repeated),
        tables.deadLetters(repeated),
        repeated,
        new Cut(cut),
        watched,
        health,
        new Copies(copies, tables.copies(repeated)),
        new Shop(
            interactions,
            recommendations,
            outcomes,
            tables.recommendations(),
            tables.outcomes(),
            refusedInteractions));
  }

  /** What was refused before it came to be written. */
  private Set<Place> unread(Predicate<DeadLetter> by) {
    return deadLetters.stream()
        .filter(by)
        .filter(letter -> !letter.stage().equals(DeadLetter.WRITE))
        .map(DeadLetter::source)
        .collect(Collectors.toSet());
  }

  private Set<Place> refusedBy(String job) {
    return deadLetters.stream()
        .filter(letter -> letter.job().equals(job))
        .map(DeadLetter::source)
        .collect(Collectors.toSet());
  }

  private void read(
      TopicReader topics, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    progress.accept("reading " + topic);
    topics.read(topic, each).ifPresent(until -> cut.put(topic, until));
  }

  /** Reads a topic for what was refused of it only. */
  private void digestRefused(TopicReader topics, String topic) {
    if (deadLetters.stream().anyMatch(letter -> letter.source().topic().equals(topic))) {
      read(topics, topic, this::digestIfRefused);
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
        billed(record),
        (Long) record.get("event_time"),
        merchant(record),
        circumstances(record));
  }

  /** Came with the second version of a payment. */
  private Payment.Billed billed(GenericRecord record) {
    if (!record.hasField("billing_currency") || record.get("billing_currency") == null) {
      return null;
    }
    return new Payment.Billed(
        (Long) record.get("billing_amount_minor"), text(record, "billing_currency"));
  }

  /** The country came with the second version of a payment, the rest with the fourth. */
  private Payment.Circumstances circumstances(GenericRecord record) {
    if (!record.hasField("merchant_country")) {
      return Payment.Circumstances.UNKNOWN;
    }
    String country = textOrNull(record, "merchant_country");
    if (!record.hasField("merchant_id")) {
      return new Payment.Circumstances(null, country, null, Double.NaN, Double.NaN);
    }
    return new Payment.Circumstances(
        textOrNull(record, "merchant_id"),
        country,
        textOrNull(record, "device_id"),
        degrees(record, "latitude"),
        degrees(record, "longitude"));
  }

  private static double degrees(GenericRecord record, String field) {
    return record.get(field) == null ? Double.NaN : (Double) record.get(field);
  }

  private void label(ConsumerRecord<byte[], byte[]> found, Records records) {
    copy(found, records, this::labelCopy);
    if (refusedByScoring.contains(placeOf(found))) {
      return;
    }
    parse(found, records, record -> label(found, record)).ifPresent(labels::add);
  }

  private interface Copying {
    Copies.Copy of(Place place, GenericRecord record);
  }

  /** Notes a record that table-writer copies, unless it cannot read it. */
  private void copy(ConsumerRecord<byte[], byte[]> found, Records records, Copying copying) {
    digestIfRefused(found);
    Place place = placeOf(found);
    if (!unreadByWriter.contains(place)) {
      parse(found, records, record -> copying.of(place, record)).ifPresent(copies::add);
    }
  }

  private Copies.Copy labelCopy(Place place, GenericRecord record) {
    return new Copies.Copy(
        place,
        known(Copies.row(Copies.LABELS, record.get("transaction_id").toString())),
        (Long) record.get("event_time"),
        Copies.label(
            record.get("card_id").toString(),
            record.get("terminal_id").toString(),
            (Long) record.get("transaction_time"),
            (Boolean) record.get("fraud")));
  }

  private Copies.Copy rule(Place place, GenericRecord record) {
    int version = (Integer) record.get("version");
    return new Copies.Copy(
        place,
        Copies.row(Copies.RULES, record.get("rule_id") + "/" + version),
        version,
        Copies.rule(
            symbol(record, "state", RULE_STATES),
            record.get("condition").toString(),
            symbol(record, "outcome", OUTCOMES),
            number(record, "weight", 0.5),
            number(record, "max_decline_share", 0.05),
            record.get("reason_code").toString(),
            record.get("description").toString(),
            record.get("author").toString(),
            (Long) record.get("event_time")));
  }

  private Copies.Copy model(Place place, GenericRecord record) {
    return new Copies.Copy(
        place,
        Copies.row(Copies.MODELS, record.get("model_version").toString()),
        (Long) record.get("revision"),
        Copies.model(
            symbol(record, "role", MODEL_ROLES),
            bytes((ByteBuffer) record.get("content")),
            record.get("sha256").toString(),
            record.get("author").toString(),
            (Long) record.get("event_time")));
  }

  /** A reader that meets a symbol it does not know reads the first. */
  private static String symbol(GenericRecord record, String field, List<String> known) {
    String symbol = record.get(field).toString();
    return known.contains(symbol) ? symbol : known.get(0);
  }

  /** A version of the schema may lack a field that has a default. */
  private static double number(GenericRecord record, String field, double otherwise) {
    return record.hasField(field) ? ((Number) record.get(field)).doubleValue() : otherwise;
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
        numbers(record, "features"),
        text(record, "outcome"),
        (Double) record.get("score"),
        StreamSupport.stream(((Iterable<?>) record.get("reason_codes")).spliterator(), false)
            .map(Object::toString)
            .toList(),
        text(record, "scorer"),
        verdict(record));
  }

  private void interaction(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    String reason = refusedByRecommending.get(placeOf(found));
    if (reason == null) {
      parse(found, records, record -> interaction(found, record)).ifPresent(interactions::add);
      return;
    }
    try {
      refusedInteractions.add(
          new Shop.Refusal(text(records.read(found.value()), "interaction_id"), reason));
    } catch (UnreadableException | AvroRuntimeException e) {
      // It was refused because nobody can read it.
    }
  }

  private Interaction interaction(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    return new Interaction(
        placeOf(found),
        found.timestamp(),
        text(record, "interaction_id"),
        text(record, "session_id"),
        text(record, "item_id"),
        text(record, "kind"),
        (Long) record.get("event_time"),
        (Long) record.get("recommendation_version"),
        (Integer) record.get("recommendation_slot"));
  }

  private void recommendation(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    if (!unreadable.contains(placeOf(found))) {
      parse(found, records, record -> recommendation(found, record))
          .ifPresent(recommendations::add);
    }
  }

  private Recommendation recommendation(
      ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    List<Recommendation.Item> items = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("items")) {
      GenericRecord item = (GenericRecord) each;
      items.add(
          new Recommendation.Item(
              text(item, "item_id"),
              (Double) item.get("score"),
              text(item, "reason"),
              textOrNull(item, "because")));
    }
    return new Recommendation(
        placeOf(found),
        found.timestamp(),
        text(record, "session_id"),
        (Long) record.get("version"),
        text(record, "interaction_id"),
        (Long) record.get("event_time"),
        textOrNull(record, "customer_id"),
        source(record),
        items,
        text(record, "variant"),
        text(record, "model_version"));
  }

  private void outcome(ConsumerRecord<byte[], byte[]> found, Records records) {
    digestIfRefused(found);
    if (!unreadable.contains(placeOf(found))) {
      parse(found, records, record -> outcome(found, record)).ifPresent(outcomes::add);
    }
  }

  private Outcome outcome(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    return new Outcome(
        placeOf(found),
        text(record, "interaction_id"),
        text(record, "session_id"),
        (Long) record.get("recommendation_version"),
        (Integer) record.get("slot"),
        text(record, "item_id"),
        textOrNull(record, "category"),
        text(record, "kind"),
        (Long) record.get("event_time"),
        text(record, "variant"),
        source(record));
  }

  /** Records of the first two versions do not have it. */
  private Verdict verdict(GenericRecord record) {
    if (!record.hasField("rules")) {
      return Verdict.NONE;
    }
    List<String> rules = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("rules")) {
      GenericRecord hit = (GenericRecord) each;
      rules.add(
          known(
              Verdict.rule(
                  hit.get("rule_id").toString(),
                  (Integer) hit.get("version"),
                  hit.get("outcome").toString(),
                  hit.get("reason_code").toString(),
                  hit.get("effect").toString())));
    }
    return new Verdict(
        textOrNull(record, "model_outcome"),
        rules,
        numbers(record, "challengers"),
        textOrNull(record, "fallback"));
  }

  private static Map<String, Double> numbers(GenericRecord record, String field) {
    Map<String, Double> numbers = new TreeMap<>();
    ((Map<?, ?>) record.get(field))
        .forEach((name, value) -> numbers.put(name.toString(), (Double) value));
    return numbers;
  }

  private String textOrNull(GenericRecord record, String field) {
    return record.get(field) == null ? null : text(record, field);
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
    return legible.parse(found, records::read, reading);
  }

  private static long digest(GenericRecord letter, byte[] value) {
    Digest digest =
        new Digest()
            .with(Long.toString((Long) letter.get("record_time")))
            .with(bytes((ByteBuffer) letter.get("key")))
            .with(value);
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
