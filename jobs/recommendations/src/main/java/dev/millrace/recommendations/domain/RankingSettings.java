package dev.millrace.recommendations.domain;

import java.io.Serializable;

/**
 * How candidates become a recommendation; what an experiment's variants may differ in.
 *
 * @param window newest items of the session that are asked for neighbours
 * @param positionDecay weight of an item's neighbours relative to those of the item after it
 * @param visitsExponent exponent of an item's visits that its neighbours' weights are divided by
 * @param popularityExponent exponent of a candidate's popularity that its score is divided by
 * @param seen whether items that the session has turned to are recommended again
 * @param maxPerCategory most items of one category, 0 for any number
 * @param maxPerBrand most items of one brand, 0 for any number
 * @param explorationShare share of the places that are given to little known items
 */
public record RankingSettings(
    int window,
    double positionDecay,
    double visitsExponent,
    double popularityExponent,
    boolean seen,
    int maxPerCategory,
    int maxPerBrand,
    double explorationShare)
    implements Serializable {

  /** Most items of a recommendation. */
  public static final int PLACES = 20;

  public static final RankingSettings DEFAULT =
      new RankingSettings(6, 0.56, 0.5, 0.13, true, 0, 0, 0);
}
