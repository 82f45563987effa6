package dev.millrace.fraud.domain;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How a figure is spread: shares of its values between edges. The first bin lies below the first
 * edge, the last from the last edge on.
 *
 * @param edges ascending; a value that equals one belongs to the bin above it
 * @param shares one more than edges, each 0 to 1, together 1
 */
@SuppressWarnings("ArrayRecordComponent") // read bin by bin, compared by no one
public record Histogram(double[] edges, double[] shares) implements Serializable {
  private static final double ROUNDING = 1e-6;

  /**
   * @throws IllegalArgumentException naming the array, the rule and the value
   */
  public Histogram {
    for (int edge = 0; edge < edges.length; edge++) {
      require(Double.isFinite(edges[edge]), "edges[" + edge + "]", "a finite number", edges[edge]);
      require(
          edge == 0 || edges[edge - 1] < edges[edge],
          "edges[" + edge + "]",
          "above the edge before it",
          edges[edge]);
    }
    require(
        shares.length == edges.length + 1,
        "shares",
        "one more than the %d edges".formatted(edges.length),
        shares.length);
    for (int bin = 0; bin < shares.length; bin++) {
      require(shares[bin] >= 0 && shares[bin] <= 1, "shares[" + bin + "]", "0 to 1", shares[bin]);
    }
    double all = Arrays.stream(shares).sum();
    require(Math.abs(all - 1) <= ROUNDING, "shares", "1 together", all);
  }

  /**
   * The same with one more edge. An edge that is there already changes nothing.
   *
   * @param edge where the bin that it falls into is cut
   * @param shareFrom share of all values from there on; what the shares of the bins do not allow
   *     counts as none of that bin, or as all of it
   */
  public Histogram withEdge(double edge, double shareFrom) {
    int cut = bin(edge);
    if (cut > 0 && edges[cut - 1] == edge) {
      return this;
    }
    double later = Arrays.stream(shares, cut + 1, shares.length).sum();
    double above = Math.min(shares[cut], Math.max(0, shareFrom - later));
    double[] finerEdges = Arrays.copyOf(edges, edges.length + 1);
    double[] finerShares = Arrays.copyOf(shares, shares.length + 1);
    System.arraycopy(edges, cut, finerEdges, cut + 1, edges.length - cut);
    System.arraycopy(shares, cut, finerShares, cut + 1, shares.length - cut);
    finerEdges[cut] = edge;
    finerShares[cut] = shares[cut] - above;
    finerShares[cut + 1] = above;
    return new Histogram(finerEdges, finerShares);
  }

  /** How many bins it has. */
  public int bins() {
    return shares.length;
  }

  /** The bin that a value falls into, from 0. */
  public int bin(double value) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value < edges[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static void require(boolean holds, String place, String rule, Object got) {
    if (!holds) {
      throw new IllegalArgumentException("%s must be %s, got %s".formatted(place, rule, got));
    }
  }
}
