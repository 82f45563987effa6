package dev.millrace.supplychain.domain.place;

import java.util.Arrays;
import java.util.Collection;

/**
 * Which shipments are late at a place and waited for: all of them up to {@value #MOST}; of more
 * those whose ids have the smallest hashes. Each place samples by the same hashes, so that two can
 * be compared however many are late: up to the smaller of their limits both know all of theirs.
 * Immutable; the array is never changed.
 *
 * <p>State: at most 4 KB.
 *
 * @param hashes of the ids, ascending, below the limit, at most {@link #MOST}
 * @param limit of what is known: hashes from it on have been left out; {@link #ALL} if none has
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record LateSample(int[] hashes, long limit) {

  /** Most hashes that are kept. */
  public static final int MOST = 1_000;

  /** The limit of a sample that nothing was left out of: hashes are not negative. */
  public static final long ALL = 1L << 31;

  /** No shipment is late. */
  public static final LateSample NONE = new LateSample(new int[0], ALL);

  /** It is not known which shipments are late. */
  static final LateSample UNKNOWN = new LateSample(new int[0], 0);

  private static final int FEWEST = MOST / 4;

  /** Of these shipments. */
  public static LateSample of(Collection<String> shipmentIds) {
    LateSample sample = NONE;
    for (String shipmentId : shipmentIds) {
      sample = sample.with(shipmentId);
    }
    return sample;
  }

  LateSample with(String shipmentId) {
    int hash = hash(shipmentId);
    int place = Arrays.binarySearch(hashes, hash);
    if (place >= 0 || hash >= limit) {
      return this;
    }
    place = -place - 1;
    int[] now = new int[hashes.length + 1];
    System.arraycopy(hashes, 0, now, 0, place);
    now[place] = hash;
    System.arraycopy(hashes, place, now, place + 1, hashes.length - place);
    return now.length <= MOST
        ? new LateSample(now, limit)
        : new LateSample(Arrays.copyOf(now, MOST), now[MOST]);
  }

  LateSample without(String shipmentId) {
    int place = Arrays.binarySearch(hashes, hash(shipmentId));
    if (place < 0) {
      return this;
    }
    int[] now = new int[hashes.length - 1];
    System.arraycopy(hashes, 0, now, 0, place);
    System.arraycopy(hashes, place + 1, now, place, now.length - place);
    return new LateSample(now, limit);
  }

  /** Whether so few are left of a sample that it has to be taken anew. */
  boolean isThin() {
    return limit < ALL && hashes.length < FEWEST;
  }

  /** How many shipments are late; an estimate where some were left out. */
  public int number() {
    return limit == 0 ? 0 : (int) Math.round(hashes.length / share(limit));
  }

  /** How many hashes are below a limit. */
  int below(long otherLimit) {
    int place = otherLimit >= limit ? hashes.length : Arrays.binarySearch(hashes, (int) otherLimit);
    return place < 0 ? -place - 1 : place;
  }

  /** The share of all shipments whose hashes are below a limit. */
  static double share(long limit) {
    return (double) limit / ALL;
  }

  /** Orders shipments in the same way at each place, whatever their ids are like. */
  static int hash(String shipmentId) {
    // The bits of hashCode are mixed as MurmurHash3 does at its end: ids often only count upwards.
    int hash = shipmentId.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return (hash ^ (hash >>> 16)) >>> 1;
  }
}
