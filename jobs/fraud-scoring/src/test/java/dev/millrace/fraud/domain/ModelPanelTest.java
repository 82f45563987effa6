package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.ModelRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPanelTest {
  private static final Features ANY = Features.none();

  private final ModelPanel panel = new ModelPanel(new Fixed("built-in", 0.1));

  private record Fixed(String version, double value) implements Scorer {
    @Override
    public Score score(Features features) {
      return new Score(value, List.of("REASON"));
    }
  }

  private record Broken(String version) implements Scorer {
    @Override
    public Score score(Features features) {
      throw new ArrayIndexOutOfBoundsException(17);
    }
  }

  @Test
  void withoutAModelTheBuiltInScorerAnswersAndSaysWhy() {
    PanelScore score = panel.score(ANY);

    assertThat(score.score().value()).isEqualTo(0.1);
    assertThat(score.scorer()).isEqualTo("built-in");
    assertThat(score.fallback()).contains("MODEL_MISSING");
    assertThat(panel.champion()).isEmpty();
  }

  @Test
  void theNewestChampionScores() {
    put("b", 2, ModelRole.CHAMPION, 0.2);
    put("a", 3, ModelRole.CHAMPION, 0.3);
    put("c", 1, ModelRole.CHAMPION, 0.4);

    PanelScore score = panel.score(ANY);
    assertThat(score.score()).isEqualTo(new Score(0.3, List.of("REASON")));
    assertThat(score.scorer()).isEqualTo("a");
    assertThat(score.fallback()).isEmpty();
    assertThat(panel.champion()).contains("a");
  }

  @Test
  void challengersScoreWithoutEffect() {
    put("a", 1, ModelRole.CHAMPION, 0.3);
    put("b", 2, ModelRole.CHALLENGER, 0.9);
    panel.put("c", 3, ModelRole.CHALLENGER, loaded(new Broken("c")));

    PanelScore score = panel.score(ANY);
    assertThat(score.scorer()).isEqualTo("a");
    assertThat(score.challengers()).containsOnlyKeys("b").containsEntry("b", 0.9);
  }

  @Test
  void theChampionBeforeTakesOverWhenOneIsRetired() {
    LoadedModel first = loaded(new Fixed("a", 0.2));
    panel.put("a", 1, ModelRole.CHAMPION, first);
    put("b", 2, ModelRole.CHAMPION, 0.3);
    assertThat(panel.reference()).isPresent();
    assertThat(panel.reference().orElseThrow()).isNotSameAs(first.reference());
    assertThat(panel.put("b", 3, ModelRole.RETIRED, null)).isTrue();

    assertThat(panel.score(ANY).scorer()).isEqualTo("a");
    assertThat(panel.reference()).containsSame(first.reference());
  }

  @Test
  void whatIsOlderThanWhatIsKnownChangesNothing() {
    put("a", 5, ModelRole.CHAMPION, 0.2);
    assertThat(panel.put("a", 5, ModelRole.CHAMPION, loaded(new Fixed("a", 0.9)))).isFalse();
    assertThat(panel.put("a", 4, ModelRole.RETIRED, null)).isFalse();
    assertThat(panel.score(ANY).score().value()).isEqualTo(0.2);

    panel.put("a", 6, ModelRole.RETIRED, null);
    assertThat(panel.put("a", 5, ModelRole.CHAMPION, loaded(new Fixed("a", 0.2)))).isFalse();
    assertThat(panel.champion()).isEmpty();
  }

  @Test
  void aChampionThatThrowsIsReplacedForThatPayment() {
    panel.put("a", 1, ModelRole.CHAMPION, loaded(new Broken("a")));

    PanelScore score = panel.score(ANY);
    assertThat(score.scorer()).isEqualTo("built-in");
    assertThat(score.fallback()).contains("MODEL_FAILED");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.001, 1.001, Double.POSITIVE_INFINITY})
  void whatIsNoProbabilityIsNoScore(double value) {
    put("a", 1, ModelRole.CHAMPION, value);

    assertThat(panel.score(ANY).fallback()).contains("MODEL_FAILED");
  }

  @Test
  void keepsNoMoreModelsThanItUses() {
    for (int i = 0; i < 20; i++) {
      put("champion-" + i, i, ModelRole.CHAMPION, 0.2);
      put("challenger-" + i, i, ModelRole.CHALLENGER, 0.2);
    }

    assertThat(panel.versions())
        .containsExactlyInAnyOrder(
            "champion-19",
            "champion-18",
            "challenger-19",
            "challenger-18",
            "challenger-17",
            "challenger-16");
  }

  private void put(String version, long revision, ModelRole role, double value) {
    assertThat(panel.put(version, revision, role, loaded(new Fixed(version, value)))).isTrue();
  }

  private static LoadedModel loaded(Scorer scorer) {
    Histogram halves = new Histogram(new double[] {0.5}, new double[] {0.5, 0.5});
    return new LoadedModel(scorer, new DriftReference(Map.of(), halves));
  }
}
