package dev.millrace.supplychain.domain.delivery;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Probability that a delivery is late, from the track records of those it has something in common
 * with.
 *
 * <p>Each facet has a rate of late deliveries, drawn towards that of all deliveries as far as few
 * are known, an overdue delivery counting as late before it arrives. Logits of the rates, slow and
 * quick, add up by weights that start as equal shares and are corrected with every arrival
 * (logistic regression, one step of an extended Kalman filter for each). What is learned of the
 * weights is {@value #FIGURES} numbers and their covariance.
 */
public final class DelayForecaster {
  private static final Facet[] FACETS = Facet.values();
  private static final int BIAS = 0;
  private static final int ALL_SLOW = 1;
  private static final int ALL_QUICK = 2;
  private static final int FIRST_FACET = 3;
  private static final int COMPANIONS = FIRST_FACET + 2 * 7;

  /** Figures of a delivery. */
  public static final int FIGURES = COMPANIONS + 1;

  private static final double FIRST_BIAS = -2;
  private static final double SLOW_WEIGHT = .25;
  private static final double QUICK_WEIGHT = .15;

  /** An order's deliveries tell more of each other than those of a supplier do. */
  private static final double ORDER_WEIGHT = 1.5;

  private static final double BIAS_VARIANCE = .1;
  private static final double RATE_VARIANCE = .0005;
  private static final double COMPANIONS_VARIANCE = .003;

  /** How many deliveries the rate of all weighs as much as, in the rate of a facet. */
  private static final double DOUBT = 8;

  private static final double ORDER_DOUBT = .4;

  /** Before anything is known, one in ten is late, on the word of ten deliveries. */
  private static final double FIRST_RATE = .1;

  private static final double FIRST_DOUBT = 10;
  private static final double LEAST_RATE = .003;
  private static final double MOST_RATE = .95;
  private static final double USUAL_COMPANIONS = .5;
  private static final double USUAL_LOGIT = -2;

  /** Least variance of an outcome: a step after a surprise stays bounded. */
  private static final double LEAST_VARIANCE = .01;

  private DelayForecaster() {}

  /**
   * Figures of a delivery, by which it is forecast and later learned from.
   *
   * @param knowledge of delays in general
   * @param views of the facets that are known
   * @param time of the forecast, milliseconds since 1970
   */
  public static List<Double> figures(
      DelayKnowledge knowledge, Collection<FacetView> views, long time) {
    double[] figures = new double[FIGURES];
    TrackRecord all = knowledge.all.at(time);
    double slowRate = all.slowRate(FIRST_RATE, FIRST_DOUBT);
    double quickRate = all.quickRate(FIRST_RATE, FIRST_DOUBT);
    double base = logit(slowRate);
    figures[BIAS] = 1;
    figures[ALL_SLOW] = base - USUAL_LOGIT;
    figures[ALL_QUICK] = logit(quickRate) - base;
    for (FacetView view : views) {
      double doubt = view.facet() == Facet.ORDER ? ORDER_DOUBT : DOUBT;
      double slow = view.track().slowRate(slowRate, doubt);
      double quick = view.track().quickRate(slow, doubt);
      int place = place(view.facet());
      figures[place] = logit(slow) - base;
      figures[place + 1] = logit(quick) - logit(slow);
      if (view.facet() == Facet.CUSTOMER) {
        figures[COMPANIONS] = Math.log(view.companions()) - USUAL_COMPANIONS;
      }
    }
    return Arrays.stream(figures).boxed().toList();
  }

  /** Probability that a delivery with such figures is late. */
  public static double probability(DelayKnowledge knowledge, List<Double> figures) {
    double sum = 0;
    for (int i = 0; i < FIGURES; i++) {
      sum += knowledge.weights[i] * figures.get(i);
    }
    return 1 / (1 + Math.exp(-sum));
  }

  /** What each facet adds to the logit of the probability. */
  public static Map<Facet, Double> effects(DelayKnowledge knowledge, List<Double> figures) {
    Map<Facet, Double> effects = new EnumMap<>(Facet.class);
    for (Facet facet : FACETS) {
      int place = place(facet);
      effects.put(
          facet,
          knowledge.weights[place] * figures.get(place)
              + knowledge.weights[place + 1] * figures.get(place + 1));
    }
    return effects;
  }

  /** Learns from a delivery that was forecast and has arrived. */
  public static void learn(DelayKnowledge knowledge, List<Double> figures, boolean late) {
    double probability = probability(knowledge, figures);
    double variance = Math.max(LEAST_VARIANCE, probability * (1 - probability));
    double[] gain = new double[FIGURES];
    double spread = 1 / variance;
    for (int i = 0; i < FIGURES; i++) {
      for (int j = 0; j < FIGURES; j++) {
        gain[i] += knowledge.uncertainty[i * FIGURES + j] * figures.get(j);
      }
      spread += gain[i] * figures.get(i);
    }
    double error = ((late ? 1 : 0) - probability) / variance;
    for (int i = 0; i < FIGURES; i++) {
      knowledge.weights[i] += gain[i] / spread * error;
      for (int j = 0; j < FIGURES; j++) {
        knowledge.uncertainty[i * FIGURES + j] -= gain[i] * gain[j] / spread;
      }
    }
  }

  static double[] firstWeights() {
    double[] weights = new double[FIGURES];
    weights[BIAS] = FIRST_BIAS;
    weights[ALL_SLOW] = 1;
    for (Facet facet : FACETS) {
      double share = facet == Facet.ORDER ? ORDER_WEIGHT : 1;
      weights[place(facet)] = SLOW_WEIGHT * share;
      weights[place(facet) + 1] = QUICK_WEIGHT * share;
    }
    return weights;
  }

  static double[] firstUncertainty() {
    double[] uncertainty = new double[FIGURES * FIGURES];
    for (int i = 0; i < FIGURES; i++) {
      uncertainty[i * FIGURES + i] =
          switch (i) {
            case BIAS -> BIAS_VARIANCE;
            case COMPANIONS -> COMPANIONS_VARIANCE;
            default -> RATE_VARIANCE;
          };
    }
    return uncertainty;
  }

  private static int place(Facet facet) {
    int number = 0;
    while (FACETS[number] != facet) {
      number++;
    }
    return FIRST_FACET + 2 * number;
  }

  private static double logit(double rate) {
    double bounded = Math.max(LEAST_RATE, Math.min(MOST_RATE, rate));
    return Math.log(bounded / (1 - bounded));
  }
}
