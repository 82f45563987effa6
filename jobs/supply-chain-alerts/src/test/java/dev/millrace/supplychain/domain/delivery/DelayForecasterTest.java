package dev.millrace.supplychain.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayForecasterTest {
  private static final long NOW = Duration.ofDays(1_000).toMillis();

  private final DelayKnowledge knowledge = new DelayKnowledge();

  @Test
  void knowingNothingItExpectsOneInTen() {
    List<Double> figures = DelayForecaster.figures(knowledge, List.of(), NOW);

    assertThat(DelayForecaster.probability(knowledge, figures)).isCloseTo(.1, offset(.02));
  }

  @Test
  void whoWasLateOftenIsExpectedToBeLate() {
    double punctual = probability(supplier(0));
    double late = probability(supplier(15));

    assertThat(late).isGreaterThan(punctual);
    List<Double> figures = DelayForecaster.figures(knowledge, List.of(supplier(15)), NOW);
    assertThat(DelayForecaster.effects(knowledge, figures).get(Facet.SUPPLIER)).isPositive();
    assertThat(DelayForecaster.effects(knowledge, figures).get(Facet.LANE)).isZero();
  }

  @Test
  void learnsFromEveryArrival() {
    List<Double> figures = DelayForecaster.figures(knowledge, List.of(supplier(3)), NOW);
    double before = DelayForecaster.probability(knowledge, figures);

    for (int i = 0; i < 20; i++) {
      DelayForecaster.learn(knowledge, figures, true);
    }
    double after = DelayForecaster.probability(knowledge, figures);
    assertThat(after).isGreaterThan(before);

    for (int i = 0; i < 100; i++) {
      DelayForecaster.learn(knowledge, figures, false);
    }
    assertThat(DelayForecaster.probability(knowledge, figures)).isLessThan(after);
  }

  @Test
  void itsKnowledgeDoesNotGrow() {
    List<Double> figures = DelayForecaster.figures(knowledge, List.of(supplier(3)), NOW);
    for (int i = 0; i < 10_000; i++) {
      DelayForecaster.learn(knowledge, figures, i % 7 == 0);
    }

    assertThat(knowledge.weights).hasSize(DelayForecaster.FIGURES);
    assertThat(knowledge.uncertainty).hasSize(DelayForecaster.FIGURES * DelayForecaster.FIGURES);
    assertThat(knowledge.weights).doesNotContain(Double.NaN);
    assertThat(DelayForecaster.probability(knowledge, figures)).isCloseTo(1 / 7.0, offset(.05));
  }

  private double probability(FacetView view) {
    return DelayForecaster.probability(
        knowledge, DelayForecaster.figures(knowledge, List.of(view), NOW));
  }

  private static FacetView supplier(int lateOfTwenty) {
    TrackRecord track = new TrackRecord();
    for (int i = 0; i < 20; i++) {
      track.arrived(i < lateOfTwenty, NOW - Duration.ofDays(i + 1).toMillis());
    }
    return new FacetView(Facet.SUPPLIER, track, 1);
  }
}
