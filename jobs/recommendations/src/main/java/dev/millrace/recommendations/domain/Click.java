package dev.millrace.recommendations.domain;

/**
 * An item that a shopper turned to.
 *
 * @param item the item
 * @param group its {@link Group}
 * @param time when, milliseconds since 1970
 * @param position place in the session by the sender's count, or 0
 * @param weight how much it says, 1 for a view
 * @param viewed whether it was merely looked at, not put into a cart or bought
 */
public record Click(String item, int group, long time, int position, float weight, boolean viewed) {

  public static Click of(
      String item,
      String category,
      String brand,
      long time,
      int position,
      float weight,
      boolean viewed) {
    return new Click(item, Group.of(category, brand), time, position, weight, viewed);
  }

  public boolean isOfCategoryOf(Click other) {
    return Group.category(group) == Group.category(other.group);
  }

  boolean isBefore(Click other) {
    return time < other.time || (time == other.time && position < other.position);
  }
}
