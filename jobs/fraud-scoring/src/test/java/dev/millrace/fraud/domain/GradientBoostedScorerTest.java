package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Trees as a scorer walks them, and the reasons that it gives. */
class GradientBoostedScorerTest {
  private static final List<Feature> FEATURES =
      List.of(Feature.TERMINAL_FRAUD_RATE_7D, Feature.AMOUNT_MINOR);
  private static final float BASE = -4;

  /** A terminal with fraud adds 3, and a high amount 4 more there; elsewhere it says little. */
  private static final Tree TERMINAL =
      new Tree(
          new int[] {0, -1, 1, -1, -1},
          new int[] {1, 0, 3, 0, 0},
          new float[] {0.5f, -0.25f, 1000, 3, 7},
          new float[] {0.25f, -0.25f, 4, 3, 7});

  private static final Tree AMOUNT =
      new Tree(
          new int[] {1, -1, -1},
          new int[] {1, 0, 0},
          new float[] {1000, 0, 0.75f},
          new float[] {0.125f, 0, 0.75f});

  private final TreeEnsemble trees = TreeEnsemble.of(FEATURES, List.of(TERMINAL, AMOUNT), BASE);

  @Test
  void theMarginIsTheSumOfTheLeaves() {
    assertThat(trees.trees()).isEqualTo(2);
    assertThat(trees.margin(payment(0, 0))).isEqualTo(-4.25);
    assertThat(trees.margin(payment(0, 5000))).isEqualTo(-3.5);
    assertThat(trees.margin(payment(1, 0))).isEqualTo(-1);
    assertThat(trees.margin(payment(1, 5000))).isEqualTo(3.75);
  }

  @Test
  void aFigureEqualToTheThresholdGoesRight() {
    assertThat(trees.margin(payment(0.5, 0))).isEqualTo(-1);
    assertThat(trees.margin(payment(Math.nextDown(0.5f), 0))).isEqualTo(-4.25);
    assertThat(trees.margin(payment(Double.NaN, 0))).isEqualTo(-1);
    assertThat(trees.margin(payment(Features.UNKNOWN, 0))).isEqualTo(-4.25);
  }

  @Test
  @SuppressWarnings("EnumOrdinal") // places of contributions, as their javadoc says
  void creditsEachFigureWithWhatItsComparisonsChange() {
    double[] contributions = new double[Feature.values().length];
    trees.addContributions(payment(1, 5000), contributions);

    assertThat(trees.expected()).isEqualTo(-3.625);
    assertThat(contributions[Feature.TERMINAL_FRAUD_RATE_7D.ordinal()]).isEqualTo(3.75);
    assertThat(contributions[Feature.AMOUNT_MINOR.ordinal()]).isEqualTo(3.625);
    assertThat(Arrays.stream(contributions).filter(one -> one != 0)).hasSize(2);
  }

  @Test
  void contributionsAndTheMeanMarginAreTheMargin() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000; i++) {
      Features payment = payment(random.nextDouble(), random.nextDouble() * 2000);
      double[] contributions = new double[Feature.values().length];
      trees.addContributions(payment, contributions);
      assertThat(trees.expected() + Arrays.stream(contributions).sum())
          .isCloseTo(trees.margin(payment), within(1e-6));
    }
  }

  @Test
  void refusesATreeOverAFigureThatIsNotThere() {
    assertThatThrownBy(() -> TreeEnsemble.of(FEATURES.subList(0, 1), List.of(AMOUNT), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trees[0].feature[0] must be less than 1, the number of features, got 1");
  }

  @Test
  void theScoreIsTheProbabilityAndNamesReasonsStrongestFirst() {
    Score score = scorer(1, 0).score(payment(1, 5000));

    assertThat(score.value()).isEqualTo(new Calibration(1, 0).probability(3.75));
    assertThat(score.reasons()).containsExactly("TERMINAL_FRAUD_HISTORY", "AMOUNT_HIGH");
    assertThat(scorer(1, 0).score(payment(0, 5000)).reasons()).containsExactly("AMOUNT_HIGH");
  }

  @Test
  void whatHardlyChangesTheOddsIsNoReason() {
    assertThat(scorer(1, 0).score(payment(0, 0)).reasons()).isEmpty();
    // The same path adds 0.625 log-odds for the amount, of which this calibration leaves 0.125.
    assertThat(scorer(0.2, 0).score(payment(0, 5000)).reasons()).isEmpty();
  }

  @Test
  void scoresThatNobodyAsksAboutHaveNoReasons() {
    double value = scorer(1, 0).score(payment(1, 5000)).value();

    assertThat(scorer(1, value).score(payment(1, 5000)).reasons()).isNotEmpty();
    assertThat(scorer(1, Math.nextUp(value)).score(payment(1, 5000)).reasons()).isEmpty();
  }

  @Test
  void namesFourReasonsAtMost() {
    List<Feature> features =
        List.of(
            Feature.AMOUNT_MINOR,
            Feature.NIGHT,
            Feature.CARD_COUNT_1H,
            Feature.DEVICE_CARDS_1D,
            Feature.CARD_TRAVEL_KMH);
    List<Tree> each = List.of(stump(0, 1), stump(1, 2), stump(2, 5), stump(3, 4), stump(4, 3));
    Features payment = Features.none();
    features.forEach(feature -> payment.set(feature, 1));

    assertThat(
            new GradientBoostedScorer(
                    "gbt-test", TreeEnsemble.of(features, each, 0), Calibration.IDENTITY, 0)
                .score(payment)
                .reasons())
        .containsExactly(
            "CARD_ACTIVITY_UNUSUAL", "MANY_CARDS_ON_DEVICE", "TRAVEL_IMPOSSIBLE", "UNUSUAL_TIME");
  }

  @Test
  void travelsWithTheJob() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(scorer(1, 0));
    }
  }

  private GradientBoostedScorer scorer(double slope, double explainFrom) {
    return new GradientBoostedScorer("gbt-test", trees, new Calibration(slope, 0), explainFrom);
  }

  private static Tree stump(int feature, float leaf) {
    return new Tree(
        new int[] {feature, -1, -1},
        new int[] {1, 0, 0},
        new float[] {0.5f, 0, leaf},
        new float[] {0, 0, leaf});
  }

  private static Features payment(double terminalFraudRate, double amountMinor) {
    Features features = Features.none();
    features.set(Feature.TERMINAL_FRAUD_RATE_7D, terminalFraudRate);
    features.set(Feature.AMOUNT_MINOR, amountMinor);
    return features;
  }
}
