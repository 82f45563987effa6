package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.audit.Records.UnreadableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is on the supply chain's topics, taken record by record, dead letters before all others. A
 * record that is not what its topic should hold costs no more than itself: anybody may send it.
 */
final class SupplyRecords {
  private static final String UNREADABLE = "unreadable";

  private final Reading reading;
  private final List<AlertVersion> versions = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();
  private final Map<Place, String> commands = new LinkedHashMap<>();
  private final List<SupplyChain.Plan> plans = new ArrayList<>();
  private final List<SupplyChain.Step> steps = new ArrayList<>();
  private final Set<Place> refused = new HashSet<>();
  private final Set<String> unwritten = new HashSet<>();
  private final Map<SupplyChain.Partition, SupplyChain.Span> spans = new HashMap<>();

  /** How a record is read, see {@link Records#read}. */
  interface Reading {
    GenericRecord of(byte[] bytes) throws UnreadableException;
  }

  SupplyRecords(Reading reading) {
    this.reading = requireNonNull(reading);
  }

  void take(ConsumerRecord<byte[], byte[]> found) {
    Place place = placeOf(found);
    spans.merge(
        new SupplyChain.Partition(found.topic(), found.partition()),
        new SupplyChain.Span(found.offset(), found.offset()),
        (span, one) -> span.with(one.first()));
    switch (found.topic()) {
      case Topics.DEAD_LETTERS -> read(found, this::deadLetter);
      case SupplyChain.ALERTS -> read(found, record -> versions.add(version(found, record)));
      case SupplyChain.NOTIFICATIONS ->
          read(found, record -> notifications.add(notification(found, record)));
      case SupplyChain.COMMANDS -> {
        // Every offset counts: what cannot be read has to be a dead letter.
        commands.put(place, UNREADABLE);
        read(found, record -> commands.put(place, text(record, "command_id")));
      }
      case SupplyChain.PLANS -> readInput(found, record -> plans.add(plan(found, record)));
      case SupplyChain.MILESTONES -> readInput(found, record -> steps.add(step(record)));
      default -> {
        // Only its offset counts.
      }
    }
  }

  /** All of it, with what else belongs to a supply chain. */
  SupplyChain chain(
      Map<String, AlertVersion> current,
      Map<String, AlertVersion> history,
      Map<String, Notification> notificationRows,
      SupplyChain.Later later,
      Set<String> cut,
      long readAt) {
    return new SupplyChain(
        versions,
        current,
        history,
        notifications,
        notificationRows,
        later,
        commands,
        plans,
        steps,
        refused,
        unwritten,
        spans,
        cut,
        readAt);
  }

  /** The ids among what was taken. */
  SupplyChain.Later ids() {
    return new SupplyChain.Later(
        versions.stream().map(AlertVersion::id).collect(Collectors.toSet()),
        notifications.stream().map(Notification::id).collect(Collectors.toSet()));
  }

  /** What has to have rows by what was taken. */
  ExpectedRows expectedRows() {
    return new ExpectedRows(versions, notifications, unwritten);
  }

  private void readInput(ConsumerRecord<byte[], byte[]> found, Consumer<GenericRecord> each) {
    if (!refused.contains(placeOf(found))) {
      read(found, each);
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> found, Consumer<GenericRecord> each) {
    try {
      each.accept(reading.of(found.value()));
    } catch (UnreadableException
        | AvroRuntimeException
        | ClassCastException
        | NullPointerException e) {
      // Broken, or a record of another kind, which lacks fields or has them of other types: no job
      // reads it either.
      return;
    }
  }

  private void deadLetter(GenericRecord record) {
    String job = text(record, "job");
    if (job.equals(SupplyChain.JOB)) {
      refused.add(source(record));
    } else if (job.equals(Evidence.WRITER)) {
      // Two tables are filled from one topic, and each refuses for itself: the id says which.
      unwritten.add(text(record, "id"));
    }
  }

  private static AlertVersion version(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    return new AlertVersion(
        placeOf(found),
        text(record, "alert_id"),
        (Long) record.get("version"),
        text(record, "state"),
        text(record, "change"),
        text(record, "severity"),
        text(record, "owner"),
        (Long) record.get("event_time"),
        textOrNull(record, "parent_id"),
        (Long) record.get("value_at_risk_minor"),
        source(record),
        AlertDetails.of(record),
        Arrays.hashCode(found.value()));
  }

  private static Notification notification(
      ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    List<String> alerts = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("alerts")) {
      GenericRecord alert = (GenericRecord) each;
      alerts.add(
          Notification.alert(
              text(alert, "alert_id"),
              (Long) alert.get("version"),
              text(alert, "change"),
              text(alert, "summary")));
    }
    return new Notification(
        placeOf(found),
        text(record, "notification_id"),
        text(record, "owner"),
        text(record, "kind"),
        text(record, "severity"),
        (Long) record.get("event_time"),
        (Integer) record.get("held_back"),
        alerts);
  }

  private static SupplyChain.Plan plan(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    List<SupplyChain.Due> due = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("milestones")) {
      GenericRecord step = (GenericRecord) each;
      due.add(
          new SupplyChain.Due(
              text(step, "business_step"),
              text(step, "read_point"),
              (Long) step.get("planned_at")));
    }
    return new SupplyChain.Plan(
        text(record, "shipment_id"),
        (Long) record.get("version"),
        (Boolean) record.get("cancelled"),
        found.timestamp(),
        due);
  }

  private static SupplyChain.Step step(GenericRecord record) {
    return new SupplyChain.Step(
        text(record, "shipment_id"),
        text(record, "business_step"),
        text(record, "read_point"),
        (Long) record.get("estimated_at"),
        (Long) record.get("event_time"));
  }

  private static Place placeOf(ConsumerRecord<byte[], byte[]> found) {
    return new Place(found.topic(), found.partition(), found.offset());
  }

  private static Place source(GenericRecord record) {
    GenericRecord source = (GenericRecord) record.get("source");
    return source == null
        ? null
        : new Place(
            text(source, "topic"), (Integer) source.get("partition"), (Long) source.get("offset"));
  }

  private static String text(GenericRecord record, String field) {
    return record.get(field).toString();
  }

  private static String textOrNull(GenericRecord record, String field) {
    return record.get(field) == null ? null : record.get(field).toString();
  }
}
