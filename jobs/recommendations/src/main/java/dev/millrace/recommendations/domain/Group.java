package dev.millrace.recommendations.domain;

/**
 * Category and brand of an item in 32 bits: what the caps on both need to know of each candidate,
 * at a tenth of the bytes of their names. Two categories share their 16 bits once in 65,535 pairs;
 * a cap then holds for both together.
 */
final class Group {
  private static final int HALF = 16;
  private static final int MASK = 0xffff;

  private Group() {}

  /**
   * The group of an item.
   *
   * @param category null if not known
   * @param brand null if not known
   */
  static int of(String category, String brand) {
    return half(category) << HALF | half(brand);
  }

  /** 0 if not known. */
  static int category(int group) {
    return group >>> HALF;
  }

  /** 0 if not known. */
  static int brand(int group) {
    return group & MASK;
  }

  private static int half(String name) {
    return name == null ? 0 : (int) Long.remainderUnsigned(StableHash.of(name), MASK) + 1;
  }
}
