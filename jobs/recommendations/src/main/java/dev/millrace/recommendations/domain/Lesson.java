package dev.millrace.recommendations.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one subject learns: how strongly an item belongs to it.
 *
 * @param subject the item, category or customer that learns
 * @param item the item
 * @param group the item's {@link Group}
 * @param weight how strongly; below 0 to take back what was learned; {@link #GONE}
 */
public record Lesson(String subject, String item, int group, float weight) {

  /** Weight of an item that does not belong to the subject, and never will again. */
  public static final float GONE = Float.NEGATIVE_INFINITY;

  /**
   * What a click teaches: each item shortly before it that this one follows, and this one what it
   * follows; and the same with clicks shortly after it that had come first.
   *
   * @param session the session with the click in it
   * @param place the click's place
   */
  public static List<Lesson> of(Session session, int place, Learning learning) {
    List<Lesson> lessons = new ArrayList<>();
    pair(session, place, -1, learning, lessons);
    pair(session, place, +1, learning, lessons);
    return lessons;
  }

  /** What a session has taught so far, to be taken back. */
  public static List<Lesson> takingBack(Session session, Learning learning) {
    List<Lesson> lessons = new ArrayList<>();
    for (int place = 1; place < session.clicks().length; place++) {
      for (Lesson taught : of(session.upTo(place), place, learning)) {
        lessons.add(new Lesson(taught.subject, taught.item, taught.group, -taught.weight));
      }
    }
    return lessons;
  }

  private static void pair(
      Session session, int place, int step, Learning learning, List<Lesson> lessons) {
    Click[] clicks = session.clicks();
    Click click = clicks[place];
    Set<String> paired = new HashSet<>();
    paired.add(click.item());
    for (int distance = 0; distance < learning.window(); distance++) {
      int at = place + step * (distance + 1);
      if (at < 0 || at >= clicks.length) {
        return;
      }
      Click other = clicks[at];
      Click earlier = step < 0 ? other : click;
      Click later = step < 0 ? click : other;
      if (later.weight() > 0 && paired.add(other.item())) {
        double weight = later.weight() * learning.pairWeight(distance, session.length());
        lessons.add(lesson(earlier, later, weight));
        if (learning.backward() > 0) {
          lessons.add(lesson(later, earlier, weight * learning.backward()));
        }
      }
    }
  }

  private static Lesson lesson(Click subject, Click item, double weight) {
    return new Lesson(subject.item(), item.item(), item.group(), (float) weight);
  }
}
