package dev.millrace.fraud.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fraud.model.Models;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPanelTest {
  private static final Features ANY = Features.none();

  private final List<String> loads = new ArrayList<>();
  private final ModelPanel panel = new ModelPanel(new Fixed("built-in", 0.1), this::load);

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
    panel.put(model("c", 3, ModelRole.CHALLENGER, "throws"));

    PanelScore score = panel.score(ANY);
    assertThat(score.scorer()).isEqualTo("a");
    assertThat(score.challengers()).containsOnlyKeys("b").containsEntry("b", 0.9);
  }

  @Test
  void theChampionBeforeTakesOverWhenOneIsRetired() {
    put("a", 1, ModelRole.CHAMPION, 0.2);
    DriftReference first = panel.reference().orElseThrow();
    put("b", 2, ModelRole.CHAMPION, 0.3);
    assertThat(panel.reference().orElseThrow()).isNotSameAs(first);
    assertThat(panel.put(model("b", 3, ModelRole.RETIRED, ""))).isTrue();

    assertThat(panel.score(ANY).scorer()).isEqualTo("a");
    assertThat(panel.reference()).containsSame(first);
    assertThat(loads).containsExactly("a", "b");
  }

  @Test
  void aChampionThatWaitedTakesOverWhenAllAfterItAreRetired() {
    put("a", 1, ModelRole.CHAMPION, 0.2);
    put("b", 2, ModelRole.CHAMPION, 0.3);
    put("c", 3, ModelRole.CHAMPION, 0.4);
    assertThat(panel.versions()).containsExactlyInAnyOrder("b", "c");

    panel.put(model("c", 4, ModelRole.RETIRED, ""));
    assertThat(panel.champion()).contains("b");
    panel.put(model("b", 5, ModelRole.RETIRED, ""));

    assertThat(panel.score(ANY).scorer()).isEqualTo("a");
  }

  @Test
  void aModelInUseIsNotLoadedAgainForAnotherRole() {
    put("a", 1, ModelRole.CHAMPION, 0.2);
    put("b", 2, ModelRole.CHALLENGER, 0.3);

    put("b", 3, ModelRole.CHAMPION, 0.3);
    put("a", 4, ModelRole.CHALLENGER, 0.2);
    put("b", 5, ModelRole.CHAMPION, 0.3);

    assertThat(panel.score(ANY).scorer()).isEqualTo("b");
    assertThat(panel.score(ANY).challengers()).containsOnlyKeys("a");
    assertThat(loads).containsExactly("a", "b");
  }

  @Test
  void ofManyAtOnceOnlyThoseInUseAreLoaded() {
    List<FraudModel> models = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      models.add(model("champion-" + i, i, ModelRole.CHAMPION, "0.2"));
    }

    assertThat(panel.putAll(models)).isTrue();

    assertThat(panel.champion()).contains("champion-20");
    assertThat(loads).containsExactly("champion-20", "champion-19");
  }

  @Test
  void oneThatCannotBeLoadedIsLeftOutAndTheNextTakesItsPlace() {
    put("a", 1, ModelRole.CHAMPION, 0.2);
    panel.put(model("b", 2, ModelRole.CHAMPION, "no number"));
    panel.put(model("c", 3, ModelRole.CHALLENGER, "no number"));

    assertThat(panel.champion()).contains("a");
    assertThat(panel.score(ANY).challengers()).isEmpty();
    assertThat(panel.versions()).containsExactly("a");
    assertThat(panel.leftOut()).isEqualTo(2);
    // It is looked at once, and not lost: a later release may understand it.
    assertThat(loads).containsExactly("a", "b", "c");
    assertThat(panel.known()).containsKeys("a", "b", "c");
  }

  @Test
  void whatIsOlderThanWhatIsKnownChangesNothing() {
    put("a", 5, ModelRole.CHAMPION, 0.2);
    assertThat(panel.put(model("a", 5, ModelRole.CHAMPION, "0.9"))).isFalse();
    assertThat(panel.put(model("a", 4, ModelRole.RETIRED, ""))).isFalse();
    assertThat(panel.score(ANY).score().value()).isEqualTo(0.2);

    panel.put(model("a", 6, ModelRole.RETIRED, ""));
    assertThat(panel.put(model("a", 5, ModelRole.CHAMPION, "0.2"))).isFalse();
    assertThat(panel.champion()).isEmpty();
  }

  @Test
  void aChampionThatThrowsIsReplacedForThatPayment() {
    panel.put(model("a", 1, ModelRole.CHAMPION, "throws"));

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
    for (int i = 1; i < 20; i++) {
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

  @Test
  void versionsAreThoseOfTheMomentThatTheyWereAsked() {
    put("a", 1, ModelRole.CHAMPION, 0.2);
    Set<String> before = panel.versions();

    put("b", 2, ModelRole.CHALLENGER, 0.2);

    assertThat(before).containsExactly("a");
    assertThat(panel.versions()).containsExactlyInAnyOrder("a", "b");
  }

  private void put(String version, long revision, ModelRole role, double value) {
    assertThat(panel.put(model(version, revision, role, Double.toString(value)))).isTrue();
  }

  private LoadedModel load(FraudModel model) {
    loads.add(model.getModelVersion());
    String content = UTF_8.decode(model.getContent().duplicate()).toString();
    Scorer scorer =
        content.equals("throws")
            ? new Broken(model.getModelVersion())
            : new Fixed(model.getModelVersion(), Double.parseDouble(content));
    Histogram halves = new Histogram(new double[] {0.5}, new double[] {0.5, 0.5});
    return new LoadedModel(scorer, new DriftReference(Map.of(), halves));
  }

  /** A model's content is the score that it gives to every payment. */
  private static FraudModel model(String version, long revision, ModelRole role, String content) {
    return Models.record(version)
        .setRevision(revision)
        .setRole(role)
        .setContent(ByteBuffer.wrap(content.getBytes(UTF_8)))
        .setSha256(content)
        .build();
  }
}
