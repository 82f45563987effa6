package dev.millrace.audit;

import java.util.List;

/**
 * A recommendation, on its topic or in its table. Times in milliseconds since 1970.
 *
 * @param place where it is on its topic; null in the table
 * @param madeAt Kafka timestamp; 0 in the table
 * @param source the interaction that caused it
 */
record Recommendation(
    Place place,
    long madeAt,
    String session,
    long version,
    String interaction,
    long eventTime,
    String customer,
    Place source,
    List<Item> items,
    String variant,
    String model) {

  /**
   * A recommended item.
   *
   * @param because null if the reason names nothing
   */
  record Item(String id, double score, String reason, String because) {}

  Recommendation {
    items = List.copyOf(items);
  }

  /** The session and the version: what identifies it. */
  String id() {
    return session + "/" + version;
  }

  /** Whether all is equal that follows from the order within one partition, as in every copy. */
  boolean sameWithinPartition(Recommendation other) {
    return sameAs(other, other.items, other.variant, other.model);
  }

  /** Whether that is equal too which follows from what other sessions had taught by then. */
  boolean sameContent(Recommendation other) {
    return sameAs(other, items, variant, model);
  }

  private boolean sameAs(Recommendation other, List<Item> shown, String byVariant, String byModel) {
    return new Recommendation(
            null,
            0,
            session,
            version,
            interaction,
            eventTime,
            customer,
            source,
            shown,
            byVariant,
            byModel)
        .equals(
            new Recommendation(
                null,
                0,
                other.session,
                other.version,
                other.interaction,
                other.eventTime,
                other.customer,
                other.source,
                other.items,
                other.variant,
                other.model));
  }

  /** Whether an item is in a place, from 0. */
  boolean shows(String item, int slot) {
    return slot < items.size() && items.get(slot).id().equals(item);
  }

  boolean shows(String item) {
    return items.stream().anyMatch(shown -> shown.id().equals(item));
  }
}
