package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fraud.model.Models;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelRosterTest {
  private final ModelRoster roster = new ModelRoster();

  @Test
  void namesThoseOfARoleTheNewestFirst() {
    put(model("b", 2, ModelRole.CHAMPION), model("a", 3, ModelRole.CHAMPION));
    put(model("c", 4, ModelRole.CHALLENGER), model("d", 5, ModelRole.RETIRED));

    assertThat(roster.champions())
        .extracting(FraudModel::getModelVersion)
        .containsExactly("a", "b");
    assertThat(roster.challengers()).extracting(FraudModel::getModelVersion).containsExactly("c");
  }

  @Test
  void ofWhatIsOverTheRevisionStays() {
    put(model("a", 1, ModelRole.CHAMPION));
    put(model("a", 2, ModelRole.RETIRED));

    assertThat(roster.models().get("a"))
        .returns(2L, FraudModel::getRevision)
        .returns(0, model -> model.getContent().remaining());
    assertThat(roster.putAll(List.of(model("a", 1, ModelRole.CHAMPION)))).isFalse();
    assertThat(roster.putAll(List.of(model("a", 2, ModelRole.RETIRED)))).isFalse();
    assertThat(roster.champions()).isEmpty();
  }

  @Test
  void theNewestOfEachRoleKeepTheirContent() {
    for (int i = 1; i <= 9; i++) {
      put(model("champion-" + i, i, ModelRole.CHAMPION));
      put(model("challenger-" + i, i, ModelRole.CHALLENGER));
    }

    assertThat(roster.champions()).hasSize(8).contains(model("champion-2", 2, ModelRole.CHAMPION));
    assertThat(roster.challengers())
        .hasSize(8)
        .contains(model("challenger-2", 2, ModelRole.CHALLENGER));
    assertThat(roster.models().get("champion-1").getContent().remaining()).isZero();
    assertThat(roster.models().get("challenger-1").getContent().remaining()).isZero();
  }

  @Test
  void theChampionThatAJobBringsAlongStaysBesideThem() {
    put(model("in-the-jar", ModelRoster.START_REVISION, ModelRole.CHAMPION));
    for (int i = 1; i <= 9; i++) {
      put(model("champion-" + i, i, ModelRole.CHAMPION));
    }

    assertThat(roster.champions())
        .hasSize(9)
        .last()
        .isEqualTo(model("in-the-jar", ModelRoster.START_REVISION, ModelRole.CHAMPION));
  }

  @Test
  void whatLostItsContentMayComeAgain() {
    for (int i = 1; i <= 9; i++) {
      put(model("champion-" + i, i, ModelRole.CHAMPION));
    }
    put(model("champion-9", 10, ModelRole.RETIRED));

    put(model("champion-1", 1, ModelRole.CHAMPION));

    assertThat(roster.champions()).hasSize(8).contains(model("champion-1", 1, ModelRole.CHAMPION));
  }

  @Test
  void theOrderOfThoseThatComeTogetherDoesNotMatter() {
    for (int i = 1; i <= 8; i++) {
      put(model("champion-" + i, i, ModelRole.CHAMPION));
    }

    put(model("champion-9", 9, ModelRole.CHAMPION), model("champion-8", 10, ModelRole.RETIRED));

    assertThat(roster.champions()).hasSize(8).contains(model("champion-1", 1, ModelRole.CHAMPION));
  }

  @Test
  void isBounded() {
    List<FraudModel> models = new ArrayList<>();
    for (int i = 1; i <= 1_100; i++) {
      models.add(model("retired-" + i, i, ModelRole.RETIRED));
    }
    models.add(model("champion", 1, ModelRole.CHAMPION));

    roster.putAll(models);

    assertThat(roster.models())
        .hasSize(1 + ModelRoster.MOST_OVER)
        .containsKeys("champion", "retired-1100", "retired-101")
        .doesNotContainKey("retired-100");
  }

  private void put(FraudModel... models) {
    assertThat(roster.putAll(List.of(models))).isTrue();
  }

  private static FraudModel model(String version, long revision, ModelRole role) {
    return Models.record(version).setRevision(revision).setRole(role).build();
  }
}
