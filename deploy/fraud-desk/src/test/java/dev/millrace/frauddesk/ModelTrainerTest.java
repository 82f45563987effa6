package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.GradientBoostedScorer;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.PopulationStability;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.model.ModelFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTrainerTest {
  private static final TrainingOptions QUICK =
      new TrainingOptions(30, 4, 0.2, 1, 1, 0.8, 0.8, 1, 0.2, 7, 1, 0.5, 0.9);

  private final TrainingSet set = new MadeUpPayments(1).set(6000);

  @Test
  void learnsWhatMakesFraud() {
    ModelFile model = ModelTrainer.train("gbt-test", set, QUICK);

    assertThat(model.validation().auc()).isGreaterThan(0.9);
    assertThat(model.validation().averagePrecision()).isGreaterThan(0.4);
    assertThat(model.validation().rows()).isEqualTo(1200);
    assertThat(model.training().rows()).isEqualTo(6000);
    assertThat(model.training().from()).isEqualTo(MadeUpPayments.START);
    assertThat(model.trees()).hasSize(30);
    Features likely = Features.none();
    likely.set(Feature.AMOUNT_MINOR, 990);
    likely.set(Feature.TERMINAL_FRAUD_RATE_7D, 0.99);
    Score score = model.scorer(0).score(likely);
    assertThat(score.value()).isGreaterThan(0.3);
    assertThat(score.reasons()).contains("AMOUNT_HIGH", "TERMINAL_FRAUD_HISTORY");
  }

  @Test
  void saysWhatItsFiguresWereComputedWith() {
    TrainingSet yen = new MadeUpPayments(1).set(6000, Map.of("scoring.currency", "JPY"));

    assertThat(ModelTrainer.train("gbt-test", yen, QUICK).training().parameters())
        .containsEntry("scoring.currency", "JPY")
        .containsEntry("trees", "30");
  }

  @Test
  void scoresAreProbabilities() {
    GradientBoostedScorer scorer = ModelTrainer.train("gbt-test", set, QUICK).scorer(1);
    MadeUpPayments unseen = new MadeUpPayments(2);
    double expected = 0;
    int frauds = 0;
    for (int row = 0; row < 20_000; row++) {
      Features figures = unseen.figures();
      expected += scorer.score(figures).value();
      frauds += unseen.fraud(figures) ? 1 : 0;
    }
    assertThat(expected / frauds).isCloseTo(1, within(0.25));
  }

  @Test
  void sameSeedSameBytes() {
    byte[] once = ModelTrainer.train("gbt-test", set, QUICK).toJson();
    byte[] again = ModelTrainer.train("gbt-test", set, QUICK).toJson();
    byte[] other = ModelTrainer.train("gbt-test", set, QUICK.withSeed(8)).toJson();

    assertThat(again).isEqualTo(once);
    assertThat(other).isNotEqualTo(once);
  }

  @Test
  void averagesEnsembles() {
    TrainingOptions three = new TrainingOptions(10, 4, 0.2, 1, 1, 0.8, 0.8, 3, 0.2, 7, 1, 0.5, 0.9);
    TrainingOptions one = new TrainingOptions(10, 4, 0.2, 1, 1, 0.8, 0.8, 1, 0.2, 7, 1, 0.5, 0.9);
    ModelFile together = ModelTrainer.train("gbt-test", set, three);
    List<ModelFile> alone =
        List.of(
            ModelTrainer.train("a", set, one),
            ModelTrainer.train("b", set, one.withSeed(8)),
            ModelTrainer.train("c", set, one.withSeed(9)));

    Features figures = new MadeUpPayments(5).figures();
    double mean =
        alone.stream()
            .mapToDouble(model -> model.scorer(1).trees().margin(figures))
            .average()
            .orElseThrow();
    assertThat(together.trees()).hasSize(30);
    assertThat(together.scorer(1).trees().margin(figures)).isCloseTo(mean, within(1e-5));
  }

  /** One in 20 is the first in its country; seven in 20 are at a terminal without payments. */
  @Test
  void whatIsRareIsABinOfTheReference() {
    TrainingSet rare =
        new TrainingSet(List.of(Feature.CARD_FIRST_IN_COUNTRY, Feature.TERMINAL_COUNT_1D));
    for (int row = 0; row < 2_000; row++) {
      Features figures = Features.none();
      figures.set(Feature.CARD_FIRST_IN_COUNTRY, row % 20 == 0);
      figures.set(Feature.TERMINAL_COUNT_1D, (long) Math.max(0, row % 20 - 6));
      rare.add(figures, row % 10 == 0, MadeUpPayments.START.plusSeconds(row));
    }

    Map<Feature, Histogram> reference =
        ModelTrainer.train("gbt-test", rare, QUICK).reference().features();

    Histogram first = reference.get(Feature.CARD_FIRST_IN_COUNTRY);
    assertThat(first.edges()).containsExactly(1);
    assertThat(first.shares()).containsExactly(0.95, 0.05);
    PopulationStability wrongCountries = new PopulationStability(first);
    for (int payment = 0; payment < 1_000; payment++) {
      wrongCountries.add(1);
    }
    assertThat(wrongCountries.index()).isGreaterThan(PopulationStability.MAJOR);
    assertThat(reference.get(Feature.TERMINAL_COUNT_1D).edges())
        .containsExactly(1, 2, 4, 6, 8, 10, 12);
  }

  @Test
  void refusesASetWithoutFraudAmongTheNewest() {
    TrainingSet quiet = new TrainingSet(List.of(Feature.AMOUNT_MINOR));
    for (int row = 0; row < 100; row++) {
      quiet.add(Features.none(), row < 5, MadeUpPayments.START.plusSeconds(row));
    }

    assertThatThrownBy(() -> ModelTrainer.train("gbt-test", quiet, QUICK))
        .hasMessage(
            "newest payments, which calibrate must be fraud and legitimate ones, got 0 frauds of 20");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> new TrainingOptions(0, 4, 0.2, 1, 1, 0.8, 0.8, 1, 0.2, 7, 1, 0.5, 0.9))
        .hasMessage("trees must be 1 to 10000, got 0");
  }

  @Test
  void refusesRowsThatGoBackInTime() {
    TrainingSet rows = new TrainingSet(List.of(Feature.AMOUNT_MINOR));
    rows.add(Features.none(), false, MadeUpPayments.START);

    assertThatThrownBy(() -> rows.add(Features.none(), false, MadeUpPayments.START.minusSeconds(1)))
        .hasMessageContaining("time must be in order, got 2018-07-24T23:59:59Z");
  }
}
