package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the supply chain's alerts were made of, and what came of them. Lists are in the order of
 * partition and offset; refused records are not among them.
 *
 * @param versions of alerts on their topic
 * @param current rows of the alerts' table by alert
 * @param history rows of the history by {@link AlertVersion#id()}
 * @param notifications on their topic
 * @param notificationRows rows of their table by id
 * @param later what was on the topics of alerts and notifications once the tables had been read
 * @param commands by where they are, their ids
 * @param plans of shipments
 * @param steps that shipments have taken, or are expected to take
 * @param refused what the job refused, by where it was
 * @param unwritten ids of the dead letters of what table-writer refused
 * @param spans first and last offset of each partition of the inputs
 * @param cut topics whose first records Kafka has deleted already
 * @param readAt when all this was read, milliseconds since 1970
 */
record SupplyChain(
    List<AlertVersion> versions,
    Map<String, AlertVersion> current,
    Map<String, AlertVersion> history,
    List<Notification> notifications,
    Map<String, Notification> notificationRows,
    Later later,
    Map<Place, String> commands,
    List<Plan> plans,
    List<Step> steps,
    Set<Place> refused,
    Set<String> unwritten,
    Map<Partition, Span> spans,
    Set<String> cut,
    long readAt) {

  /** Whether a table need not have a record: it, or table-writer itself, refused it. */
  boolean isRefused(String table, Place place) {
    return isRefused(unwritten, table, place);
  }

  /**
   * The same while it is collected.
   *
   * @param unwritten ids of table-writer's dead letters
   */
  static boolean isRefused(Set<String> unwritten, String table, Place place) {
    return unwritten.contains("%s/%s/%s".formatted(Evidence.WRITER, table, place))
        || unwritten.contains("%s/%s".formatted(Evidence.WRITER, place));
  }

  /** The job whose alerts are audited. */
  static final String JOB = "supply-chain-alerts";

  static final String PLANS = "supply.shipment-plans";
  static final String MILESTONES = "supply.shipment-milestones";
  static final String COMMANDS = "supply.alert-commands";
  static final String ALERTS = "supply.alerts";
  static final String NOTIFICATIONS = "supply.notifications";

  /** What the job reads. */
  static final List<String> INPUTS =
      List.of(
          PLANS,
          MILESTONES,
          "supply.stock-levels",
          "supply.orders",
          "supply.supplier-confirmations",
          "supply.telemetry",
          COMMANDS);

  /** All topics of the supply chain. */
  static final List<String> TOPICS =
      Stream.concat(INPUTS.stream(), Stream.of(ALERTS, NOTIFICATIONS)).toList();

  /**
   * Ids on the topics of alerts and notifications: what a table holds and these do not never was
   * there.
   *
   * @param versions {@link AlertVersion#id()}s
   */
  record Later(Set<String> versions, Set<String> notifications) {}

  /** A partition of a topic. */
  record Partition(String topic, int number) {}

  /** Offsets that a partition holds, from the first to the last. */
  record Span(long first, long last) {

    boolean holds(long offset) {
      return first <= offset && offset <= last;
    }

    Span with(long offset) {
      return new Span(Math.min(first, offset), Math.max(last, offset));
    }
  }

  /**
   * A version of a shipment's plan.
   *
   * @param sentAt Kafka timestamp, milliseconds since 1970
   * @param due what is to happen, in its order
   */
  record Plan(String shipment, long version, boolean cancelled, long sentAt, List<Due> due) {}

  /**
   * A step of a plan.
   *
   * @param at when it is to have happened, milliseconds since 1970
   */
  record Due(String step, String readPoint, long at) {}

  /**
   * A step that a shipment has taken or is expected to take.
   *
   * @param expectedAt when it is expected, milliseconds since 1970; null if it was taken
   * @param saidAt when it was taken, or when the estimate was made
   */
  record Step(String shipment, String step, String readPoint, Long expectedAt, long saidAt) {

    /** When it was taken, or will be. */
    long time() {
      return expectedAt == null ? saidAt : expectedAt;
    }

    boolean is(Due due) {
      return step.equals(due.step()) && readPoint.equals(due.readPoint());
    }
  }
}
