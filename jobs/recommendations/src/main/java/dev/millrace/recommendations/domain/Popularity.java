package dev.millrace.recommendations.domain;

/**
 * How many sessions visited each item, about: a count-min sketch of fixed size, whatever the number
 * of items. Never too low but for what was halved; too high where items share cells.
 *
 * <p>Only ratios of counts mean anything: each subtask sees its share of the sessions, and when
 * {@link #HALVED_AT} visits are counted all counts are halved, so that old visits fade.
 */
public final class Popularity {
  static final int HALVED_AT = 4_000_000;
  private static final int ROWS = 2;
  private static final int COLUMNS = 1 << 17;

  private final float[] cells = new float[ROWS * COLUMNS];
  private double total;

  /**
   * The cells that are not 0, to be stored.
   *
   * @param cells numbers of the cells
   * @param counts what is in them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by no one
  public record Stored(int[] cells, float[] counts) {}

  /** Counts one more session that visited an item. */
  public void visited(String item) {
    long hash = StableHash.of(item);
    float least = count(hash);
    for (int row = 0; row < ROWS; row++) {
      int cell = cell(hash, row);
      // Cells that other items have raised already need no raise for this one.
      cells[cell] = Math.max(cells[cell], least + 1);
    }
    total++;
    if (total >= HALVED_AT) {
      halve();
    }
  }

  /** Sessions that visited an item, at least 1. */
  public double of(String item) {
    return Math.max(1, count(StableHash.of(item)));
  }

  public Stored stored() {
    int used = 0;
    for (float count : cells) {
      used += count > 0 ? 1 : 0;
    }
    Stored stored = new Stored(new int[used], new float[used]);
    int to = 0;
    for (int cell = 0; cell < cells.length; cell++) {
      if (cells[cell] > 0) {
        stored.cells[to] = cell;
        stored.counts[to++] = cells[cell];
      }
    }
    return stored;
  }

  /**
   * Adds what a subtask had counted.
   *
   * @param share by which its counts are multiplied
   */
  public void add(Stored stored, double share) {
    for (int i = 0; i < stored.cells.length; i++) {
      float count = (float) (stored.counts[i] * share);
      cells[stored.cells[i]] += count;
      // Each visit was counted in as many cells as there are rows.
      total += count / ROWS;
    }
  }

  private float count(long hash) {
    float least = Float.MAX_VALUE;
    for (int row = 0; row < ROWS; row++) {
      least = Math.min(least, cells[cell(hash, row)]);
    }
    return least;
  }

  private void halve() {
    for (int i = 0; i < cells.length; i++) {
      cells[i] /= 2;
    }
    total /= 2;
  }

  private static int cell(long hash, int row) {
    return row * COLUMNS + ((int) (hash >>> (row * 32)) & (COLUMNS - 1));
  }
}
