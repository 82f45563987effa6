package dev.millrace.supplychain.domain.place;

import java.util.Arrays;

/**
 * The newest shipments that a lane has delivered, at most {@value #CAPACITY}: the oldest make room.
 * 784 bytes.
 *
 * @param hours how long they took, in hours
 * @param ratios how long they took, relative to their plan
 * @param freights cost of their freight in minor units of currency; NaN where it is not known
 * @param count how many were ever delivered
 */
@SuppressWarnings("ArrayRecordComponent") // never shared, never changed
public record Transits(float[] hours, float[] ratios, float[] freights, long count) {
  private static final int CAPACITY = 64;

  /** None yet. */
  public static final Transits NONE = new Transits(new float[0], new float[0], new float[0], 0);

  Transits with(double tookHours, double plannedHours, Long freightMinor) {
    int size = Math.min(CAPACITY, hours.length + 1);
    int at = (int) (count % CAPACITY);
    float[] newHours = Arrays.copyOf(hours, size);
    float[] newRatios = Arrays.copyOf(ratios, size);
    float[] newFreights = Arrays.copyOf(freights, size);
    newHours[at] = (float) tookHours;
    newRatios[at] = (float) (tookHours / plannedHours);
    newFreights[at] = freightMinor == null ? Float.NaN : freightMinor;
    return new Transits(newHours, newRatios, newFreights, count + 1);
  }

  int size() {
    return hours.length;
  }

  double medianHours() {
    return median(hours);
  }

  double medianRatio() {
    return median(ratios);
  }

  /** NaN if none is known. */
  double medianFreight() {
    return median(freights);
  }

  /** Of those that are numbers. */
  private static double median(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int known = sorted.length;
    while (known > 0 && Float.isNaN(sorted[known - 1])) {
      known--;
    }
    return known == 0 ? Double.NaN : sorted[(known - 1) / 2];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transits that
        && count == that.count
        && Arrays.equals(hours, that.hours)
        && Arrays.equals(ratios, that.ratios)
        && Arrays.equals(freights, that.freights);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(count);
  }
}
