package dev.millrace.recommendations.domain;

import java.util.List;

/**
 * Items with weights and groups, as they travel. The arrays are never changed.
 *
 * @param items the items
 * @param weights their weights
 * @param groups their {@link Group}s
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays are what travels cheapest
public record Lessons(String[] items, float[] weights, int[] groups) {

  public static final Lessons NONE = new Lessons(new String[0], new float[0], new int[0]);

  /** What one subject learns. */
  public static Lessons of(List<Lesson> lessons) {
    int size = lessons.size();
    Lessons all = new Lessons(new String[size], new float[size], new int[size]);
    for (int i = 0; i < size; i++) {
      all.items[i] = lessons.get(i).item();
      all.weights[i] = lessons.get(i).weight();
      all.groups[i] = lessons.get(i).group();
    }
    return all;
  }

  /** Worth only a share. */
  public Lessons times(double share) {
    float[] less = new float[weights.length];
    for (int i = 0; i < less.length; i++) {
      less[i] = (float) (weights[i] * share);
    }
    return new Lessons(items, less, groups);
  }

  public boolean isEmpty() {
    return items.length == 0;
  }
}
