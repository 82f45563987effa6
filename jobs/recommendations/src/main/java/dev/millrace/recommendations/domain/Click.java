package dev.millrace.recommendations.domain;

/**
 * An item that a shopper turned to.
 *
 * @param item the item
 * @param group its {@link Group}
 * @param time when, milliseconds since 1970
 * @param position place in the session by the sender's count, or 0
 * @param weight how much it says, 1 for a view
 */
public record Click(String item, int group, long time, int position, float weight) {

  public static Click of(
      String item, String category, String brand, long time, int position, float weight) {
    return new Click(item, Group.of(category, brand), time, position, weight);
  }

  public boolean isOfCategoryOf(Click other) {
    return Group.category(group) == Group.category(other.group);
  }

  boolean isBefore(Click other) {
    return time < other.time || (time == other.time && position < other.position);
  }
}
