package dev.millrace.recommendations.domain;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The items that belong to a subject, with how strongly: to an item those of the sessions that
 * visited it, to a category those looked at lately, to a customer those of earlier sessions.
 * Immutable; the arrays are never changed.
 *
 * <p>State: at most a quarter more items than the capacity, and {@value #MAX_GONE} that are gone;
 * the oldest of these go.
 *
 * @param items in no order, each once
 * @param weights how strongly each belongs to the subject
 * @param groups the {@link Group} of each
 * @param visits sessions that visited the subject, those long ago counting less
 * @param time that a trend's weights are as of, or of the newest that was said of an item's stock;
 *     milliseconds since 1970
 * @param soldOut whether the subject is an item that cannot be bought at the moment
 * @param gone items that a customer has bought or hidden, oldest first
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record Neighbours(
    String[] items,
    float[] weights,
    int[] groups,
    double visits,
    long time,
    boolean soldOut,
    String[] gone) {

  public static final int MAX_GONE = 100;

  public static final Neighbours NONE =
      new Neighbours(new String[0], new float[0], new int[0], 0, 0, false, new String[0]);

  private static final int STEPS_PER_HALF_LIFE = 100;

  /** Of what was learned, as a share of what is taken back: no more than rounding has left. */
  private static final float ROUNDING = 0.001f;

  /** One session more: what was learned before counts less by the share {@code forget}. */
  public Neighbours visited(double forget) {
    return new Neighbours(
        items, scaled(1 - forget), groups, visits * (1 - forget) + 1, time, soldOut, gone);
  }

  /** One session less: as if {@link #visited} had not been called. */
  public Neighbours unvisited(double forget) {
    return new Neighbours(
        items,
        scaled(1 / (1 - forget)),
        groups,
        Math.max(0, visits - 1) / (1 - forget),
        time,
        soldOut,
        gone);
  }

  /**
   * As of a later time: everything is worth half after each half-life.
   *
   * @return these as long as less than a hundredth of the half-life has passed: what a weight loses
   *     in a millisecond is less than what a float can tell, so that many small steps would lose
   *     nothing at all, or twice what they should
   */
  public Neighbours aged(long now, long halfLifeMs) {
    if (time != 0 && now - time < halfLifeMs / STEPS_PER_HALF_LIFE) {
      return this;
    }
    double share = time == 0 ? 1 : Math.pow(0.5, (double) (now - time) / halfLifeMs);
    return new Neighbours(items, scaled(share), groups, visits * share, now, soldOut, gone);
  }

  /**
   * What is learned is worth as of {@link #time}, of 1: late, what it would have come down to;
   * after that time more than 1, as much as what was known by then would have come down.
   */
  public double worth(long learned, long halfLifeMs) {
    return Math.pow(0.5, (double) (time - learned) / halfLifeMs);
  }

  public Neighbours soldOut(boolean now, long since) {
    return new Neighbours(items, weights, groups, visits, since, now, gone);
  }

  /**
   * With more weight for some items. A weight below 0 takes back what was learned; {@link
   * Lesson#GONE} takes the item out for good.
   */
  public Neighbours with(Lessons lessons, int capacity) {
    Set<String> out = new LinkedHashSet<>(List.of(gone));
    for (int i = 0; i < lessons.items().length; i++) {
      if (lessons.weights()[i] == Lesson.GONE) {
        out.remove(lessons.items()[i]);
        out.add(lessons.items()[i]);
      }
    }
    int room = items.length + lessons.items().length;
    String[] newItems = Arrays.copyOf(items, room);
    float[] newWeights = Arrays.copyOf(weights, room);
    int[] newGroups = Arrays.copyOf(groups, room);
    int count = items.length;
    for (int i = 0; i < lessons.items().length; i++) {
      int at = indexOf(lessons.items()[i], newItems, count);
      float weight = out.contains(lessons.items()[i]) ? Lesson.GONE : lessons.weights()[i];
      if (at < 0 && weight > 0) {
        at = count++;
        newItems[at] = lessons.items()[i];
        newWeights[at] = 0;
      }
      if (at >= 0) {
        newWeights[at] = sum(newWeights[at], weight);
        newGroups[at] = lessons.groups()[i];
      }
    }
    int most = count > capacity + capacity / 4 ? capacity : count;
    return strongest(most, newItems, newWeights, newGroups, count).without(out);
  }

  private static float sum(float known, float more) {
    float sum = known + more;
    return sum > Math.max(0, -more * ROUNDING) ? sum : 0;
  }

  private Neighbours without(Set<String> out) {
    if (out.isEmpty()) {
      return this;
    }
    String[] all = out.toArray(String[]::new);
    int tooMany = Math.max(0, all.length - MAX_GONE);
    return new Neighbours(
        items,
        weights,
        groups,
        visits,
        time,
        soldOut,
        Arrays.copyOfRange(all, tooMany, all.length));
  }

  /** The strongest of them as lessons, in no order. */
  public Lessons strongest(int most) {
    if (items.length <= most) {
      return new Lessons(items, weights, groups);
    }
    Neighbours kept = strongest(most, items, weights, groups, items.length);
    return new Lessons(kept.items, kept.weights, kept.groups);
  }

  /** At most so many of them, those without weight left out; of equals those learned last. */
  private Neighbours strongest(
      int most, String[] from, float[] fromWeights, int[] fromGroups, int count) {
    float least = most < count ? nthStrongest(fromWeights, count, most) : 0;
    int stronger = 0;
    for (int i = 0; i < count; i++) {
      stronger += fromWeights[i] > least ? 1 : 0;
    }
    int equals = least > 0 ? most - stronger : 0;
    int kept = stronger + equals;
    String[] newItems = new String[kept];
    float[] newWeights = new float[kept];
    int[] newGroups = new int[kept];
    int to = kept;
    for (int i = count - 1; i >= 0; i--) {
      boolean isEqual = fromWeights[i] == least && equals > 0;
      equals -= isEqual ? 1 : 0;
      if (fromWeights[i] > least || isEqual) {
        newItems[--to] = from[i];
        newWeights[to] = fromWeights[i];
        newGroups[to] = fromGroups[i];
      }
    }
    return new Neighbours(newItems, newWeights, newGroups, visits, time, soldOut, gone);
  }

  private static float nthStrongest(float[] weights, int count, int n) {
    float[] sorted = Arrays.copyOf(weights, count);
    Arrays.sort(sorted);
    return sorted[count - n];
  }

  private static int indexOf(String item, String[] items, int count) {
    for (int i = 0; i < count; i++) {
      if (items[i].equals(item)) {
        return i;
      }
    }
    return -1;
  }

  private float[] scaled(double share) {
    float[] scaled = new float[weights.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (weights[i] * share);
    }
    return scaled;
  }
}
