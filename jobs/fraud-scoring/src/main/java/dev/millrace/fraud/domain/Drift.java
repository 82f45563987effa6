package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/**
 * How far the newest payments are spread otherwise than those that a model learned from: a {@link
 * PopulationStability} for its score and for each figure that it looks at.
 *
 * <p>The score of every payment counts, and the figures of one in {@value #FIGURES_EVERY}: there
 * are dozens of them, and to count all each time would cost a payment most of a microsecond. They
 * count as float, as the trees compare them, and as the edges of the reference are.
 *
 * <p>Weekend and night do not count: within the minutes that the newest payments are of they are
 * the same for all, and always far from the week that a model learned from.
 *
 * <p>Payments come from one thread; the indices may be read by any.
 */
public final class Drift {

  /** Payments from one whose figures count to the next. */
  public static final int FIGURES_EVERY = 8;

  private static final Set<Feature> OF_THE_CLOCK = Set.of(Feature.WEEKEND, Feature.NIGHT);

  private final DriftReference reference;
  private final PopulationStability score;
  private final PopulationStability[] byFeature;
  private int payments;

  @SuppressWarnings("EnumOrdinal") // lives within one build, by place like the figures themselves
  public Drift(DriftReference reference) {
    this.reference = requireNonNull(reference);
    this.score = new PopulationStability(reference.score());
    this.byFeature = new PopulationStability[Feature.values().length];
    for (Map.Entry<Feature, Histogram> figure : reference.features().entrySet()) {
      if (!OF_THE_CLOCK.contains(figure.getKey())) {
        byFeature[figure.getKey().ordinal()] = new PopulationStability(figure.getValue());
      }
    }
  }

  /** Whether this is the drift from a model's own reference. */
  @SuppressWarnings("ReferenceEquality") // asked for each payment; a model loaded again starts anew
  public boolean isFrom(DriftReference other) {
    return reference == other;
  }

  /** Counts a payment that the model scored. */
  public void add(Features features, double scored) {
    score.add(scored);
    payments = (payments + 1) % FIGURES_EVERY;
    if (payments == 0) {
      addFigures(features.values());
    }
  }

  private void addFigures(double[] values) {
    for (int place = 0; place < byFeature.length; place++) {
      if (byFeature[place] != null) {
        byFeature[place].add((float) values[place]);
      }
    }
  }

  /** Of the score; NaN while too few were counted. */
  public double ofScore() {
    return score.index();
  }

  /**
   * Of a figure; NaN while too few were counted, if the model does not look at it, and if it is of
   * the clock.
   */
  @SuppressWarnings("EnumOrdinal")
  public double of(Feature feature) {
    PopulationStability figure = byFeature[feature.ordinal()];
    return figure == null ? Double.NaN : figure.index();
  }
}
