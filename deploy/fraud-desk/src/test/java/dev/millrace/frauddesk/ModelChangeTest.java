package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.ModelPanel;
import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.model.ModelFile;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelChangeTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final long NOW_MS = NOW.toEpochMilli();
  private static final ModelFile FILE = ModelRecords.file(BundledModel.champion());

  private final FakePolicyTopic<FraudModel> topic = new FakePolicyTopic<>(Models.KIND);
  private final PolicyUpdate<FraudModel> change = new PolicyUpdate<>(topic);

  @Test
  void aRevisionIsTheTimeAndHigherThanAllBefore() {
    assertThat(put(model("a", ModelRole.CHALLENGER)).inForce().record())
        .returns(NOW_MS, FraudModel::getRevision)
        .returns("ann", FraudModel::getAuthor)
        .returns(NOW, FraudModel::getEventTime);

    PolicyUpdate.Outcome<FraudModel> second = put(model("b", ModelRole.CHAMPION));

    assertThat(second.sent()).isTrue();
    assertThat(second.inForce().record().getRevision()).isEqualTo(NOW_MS + 1);
    assertThat(decides()).isEqualTo("b");
  }

  @Test
  void aRevisionThatNoneCouldFollowIsRefusedAndDoesNotCount() {
    topic.append(
        FraudModel.newBuilder(model("a", ModelRole.CHAMPION)).setRevision(NOW_MS * 1_000).build());

    assertThat(put(model("b", ModelRole.CHAMPION)).inForce().record().getRevision())
        .isEqualTo(NOW_MS);
    assertThat(decides()).isEqualTo("b");
  }

  @Test
  void whatIsInForceIsNotSentAgain() {
    put(model("a", ModelRole.CHAMPION));
    put(model("b", ModelRole.CHALLENGER));
    put(model("c", ModelRole.RETIRED));

    assertThat(put(model("a", ModelRole.CHAMPION)).sent()).isFalse();
    assertThat(put(model("b", ModelRole.CHALLENGER)).sent()).isFalse();
    assertThat(put(model("c", ModelRole.RETIRED)).sent()).isFalse();
    assertThat(topic.read().all()).hasSize(3);
  }

  @Test
  void anEarlierChampionDecidesAgain() {
    put(model("a", ModelRole.CHAMPION));
    put(model("b", ModelRole.CHAMPION));

    assertThat(put(model("a", ModelRole.CHAMPION)).sent()).isTrue();
    assertThat(decides()).isEqualTo("a");

    put(model("a", ModelRole.RETIRED));
    assertThat(decides()).isEqualTo("b");
  }

  @Test
  void ofThreeChampionsTheOldestDecidesWhenTheOthersAreRetired() {
    put(model("a", ModelRole.CHAMPION));
    put(model("b", ModelRole.CHAMPION));
    put(model("c", ModelRole.CHAMPION));
    put(model("c", ModelRole.RETIRED));
    put(model("b", ModelRole.RETIRED));
    assertThat(decides()).isEqualTo("a");

    put(model("a", ModelRole.RETIRED));
    assertThat(decides()).isEqualTo(FILE.version());
  }

  @Test
  void moreChampionsThanTheJobKeepsAreRefused() {
    for (int i = 1; i <= ModelRoster.MOST_OF_A_ROLE; i++) {
      put(model("champion-" + i, ModelRole.CHAMPION));
    }

    assertThatThrownBy(() -> put(model("one-more", ModelRole.CHAMPION)))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "one-more is refused, nothing is sent: role must be champion for at most 8 models, and it"
                + " is for champion-1, champion-2, champion-3, champion-4, champion-5, champion-6,"
                + " champion-7, champion-8: retire one of them first");
    assertThat(put(model("champion-1", ModelRole.CHAMPION)).sent()).isTrue();
    put(model("champion-2", ModelRole.RETIRED));
    put(model("one-more", ModelRole.CHAMPION));
    assertThat(decides()).isEqualTo("one-more");
  }

  @Test
  void aChallengerBeyondTheMostIsScoredAgain() {
    for (int i = 0; i <= ModelPanel.MOST_CHALLENGERS; i++) {
      put(model("challenger-" + i, ModelRole.CHALLENGER));
    }

    assertThat(put(model("challenger-0", ModelRole.CHALLENGER)).sent()).isTrue();
  }

  /** The job has forgotten the oldest then, whatever becomes of the newer ones. */
  @Test
  void moreChallengersThanTheJobKeepsAreRefused() {
    for (int i = 1; i <= ModelRoster.MOST_OF_A_ROLE; i++) {
      put(model("challenger-" + i, ModelRole.CHALLENGER));
    }

    assertThatThrownBy(() -> put(model("one-more", ModelRole.CHALLENGER)))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(
            "one-more is refused, nothing is sent: role must be challenger for at most 8 models, and"
                + " it is for challenger-1, ")
        .hasMessageEndingWith(", challenger-8: retire one of them first");
    assertThat(put(model("challenger-1", ModelRole.CHALLENGER)).sent()).isTrue();
    put(model("one-more", ModelRole.CHAMPION));
    put(model("challenger-2", ModelRole.RETIRED));
    put(model("one-more", ModelRole.CHALLENGER));
  }

  @Test
  void whatAVersionContainsNeverChanges() {
    FraudModel first = model("a", ModelRole.CHALLENGER);
    FraudModel other = model("a", 1, ModelRole.CHAMPION);
    put(first);

    assertThatThrownBy(() -> put(other))
        .isInstanceOf(ToolException.class)
        .hasMessage(refusal("a", first.getSha256(), other.getSha256()));
    assertThat(topic.read().all()).hasSize(1);
  }

  @Test
  void theNameOfTheModelInTheJarIsTaken() {
    FraudModel other = model(FILE.version(), 1, ModelRole.CHAMPION);

    assertThatThrownBy(() -> put(other))
        .hasMessage(
            refusal(FILE.version(), BundledModel.champion().getSha256(), other.getSha256()));
    assertThat(put(BundledModel.champion()).sent()).isTrue();
  }

  @Test
  void whatTheJobWouldRefuseIsNotSent() {
    FraudModel broken =
        FraudModel.newBuilder(model("a", ModelRole.CHAMPION)).setSha256("0").build();

    assertThatThrownBy(() -> put(broken))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "a is refused, nothing is sent: sha256 must be the SHA-256 of content, got '0'");
    assertThat(topic.read().all()).isEmpty();
  }

  @Test
  void ofTwoAtTheSameTimeTheLowerIsToldAndLeavesTheHigherInForce() {
    put(model("a", ModelRole.CHALLENGER));
    topic.beforeTheNextAppend(
        FraudModel.newBuilder(model("a", ModelRole.RETIRED))
            .setRevision(NOW_MS + 5)
            .setAuthor("bob")
            .build());

    assertThatThrownBy(() -> put(model("a", ModelRole.CHAMPION)))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "revision %d of a was put by bob at the same time and is in force; yours is not, look at it with scripts/models list and put it again"
                .formatted(NOW_MS + 5));
    // The last is what a compacted topic keeps.
    assertThat(topic.read().all())
        .extracting(placed -> placed.record().getRole(), placed -> placed.record().getAuthor())
        .containsExactly(
            tuple(ModelRole.CHALLENGER, "ann"),
            tuple(ModelRole.RETIRED, "bob"),
            tuple(ModelRole.CHAMPION, "ann"),
            tuple(ModelRole.RETIRED, "bob"));
  }

  /** Else a script of hers would go on with a champion that is none. */
  @Test
  void ofTwoAtTheSameTimeTheLowerIsToldEvenIfItCameFirst() {
    put(model("a", ModelRole.CHALLENGER));
    topic.afterTheNextAppend(
        FraudModel.newBuilder(model("a", ModelRole.RETIRED))
            .setRevision(NOW_MS + 5)
            .setAuthor("bob")
            .build());

    assertThatThrownBy(() -> put(model("a", ModelRole.CHAMPION)))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(
            "revision %d of a was put by bob at the same time and is in force; yours is not"
                .formatted(NOW_MS + 5));
    // It is the last already.
    assertThat(topic.read().all())
        .extracting(placed -> placed.record().getRole())
        .containsExactly(ModelRole.CHALLENGER, ModelRole.CHAMPION, ModelRole.RETIRED);
  }

  @Test
  void theListSaysWhichDecides() {
    put(model("a", ModelRole.CHAMPION));
    put(model("b", ModelRole.CHALLENGER));
    put(model("c", ModelRole.RETIRED));
    topic.append(
        FraudModel.newBuilder(model("d", ModelRole.CHAMPION))
            .setRevision(1)
            .setSha256("0")
            .build());

    String[] lines = new ListModelsCommand().text(topic.read(), false).split("\n", -1);

    assertThat(lines).hasSize(5);
    assertThat(lines[1]).matches("a +champion +yes .* ann +2026-03-04T12:00:00Z *");
    assertThat(lines[2]).matches("b +challenger +no .*");
    assertThat(lines[3])
        .isEqualTo("refused: d revision 1: sha256 must be the SHA-256 of content, got '0'");
    assertThat(new ListModelsCommand().text(topic.read(), true)).contains("retired");
  }

  @Test
  void theListSaysWhatDecidesWithoutAChampion() {
    assertThat(new ListModelsCommand().text(topic.read(), false))
        .endsWith(
            "no champion is on payments.fraud-models: the model in the job's jar, %s, or with scoring.start-model=none the built-in scorer, decides%n"
                .formatted(FILE.version()));

    put(FraudModel.newBuilder(BundledModel.champion()).setRole(ModelRole.RETIRED).build());

    assertThat(new ListModelsCommand().text(topic.read(), false))
        .endsWith(
            "no champion is on payments.fraud-models: the built-in scorer decides%n".formatted());
  }

  private static String refusal(String version, String known, String got) {
    return "%s is refused, nothing is sent: sha256 must be %s, since what a version contains never changes, got %s: give the model another version"
        .formatted(version, known, got);
  }

  private String decides() {
    return Models.champion(topic.read()).orElseThrow();
  }

  private PolicyUpdate.Outcome<FraudModel> put(FraudModel model) {
    return change.put(model.getModelVersion(), before -> model, "ann", NOW);
  }

  private static FraudModel model(String version, ModelRole role) {
    return model(version, 0, role);
  }

  private static FraudModel model(String version, float baseMargin, ModelRole role) {
    ModelFile file =
        new ModelFile(
            version,
            FILE.features(),
            baseMargin,
            FILE.trees(),
            FILE.calibration(),
            FILE.training(),
            FILE.validation(),
            FILE.reference());
    ByteBuffer content = ByteBuffer.wrap(file.toGzip());
    return FraudModel.newBuilder()
        .setModelVersion(version)
        .setRevision(0)
        .setRole(role)
        .setContent(content)
        .setSha256(ModelRecords.sha256(content))
        .setAuthor("anyone")
        .setEventTime(NOW)
        .build();
  }
}
