package dev.millrace.fraud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.quality.Rule;
import dev.millrace.fraud.model.FigureSettings;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.fraud.model.Models;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FraudModelRulesTest {
  private static final long NOW = Models.NOON.toEpochMilli();
  private static final RecordRules<FraudModel> RULES =
      FraudModelRules.of(Duration.ofHours(1), new FigureSettings(Duration.ofDays(7), "EUR"));

  static Stream<Arguments> bad() {
    return Stream.of(
        bad(
            model -> model.setModelVersion(" "),
            "model_version.id",
            "model-version-invalid",
            "model_version must be 1 to 128 characters, none of them a control character, not"
                + " blank, got ' '"),
        bad(
            model -> model.setRevision(0),
            "revision.range",
            "revision-too-low",
            "revision must be at least 1, got '0'"),
        bad(
            model -> model.setRevision(NOW + 3_600_001),
            "revision.not-in-future",
            "revision-in-future",
            "revision must be at most 60 minutes ahead of the job's clock, got"
                + " '2026-03-04T13:00:00.001Z'"),
        bad(
            model -> model.setRevision(NOW * 1_000),
            "revision.not-in-future",
            "revision-in-future",
            "revision must be at most 60 minutes ahead of the job's clock, got"
                + " '+58142-04-09T00:00:00Z'"),
        bad(
            model -> model.setAuthor(""),
            "author.id",
            "author-invalid",
            "author must be 1 to 128 characters, none of them a control character, not blank, got"
                + " ''"),
        bad(
            model -> model.setEventTime(Models.NOON.plus(Duration.ofHours(1)).plusMillis(1)),
            "event_time.not-in-future",
            "event-time-in-future",
            "event_time must be at most 60 minutes ahead of the job's clock, got"
                + " '2026-03-04T13:00:00.001Z'"),
        bad(
            model -> model.setSha256("abc"),
            "sha256.of-content",
            "model-digest-wrong",
            "sha256 must be the SHA-256 of content, got 'abc'"),
        bad(
            model -> content(model, "no model"),
            "content.valid",
            "model-invalid",
            "content must be a model file that this job can use, got 'gbt-test': content must be"
                + " compressed by gzip, but: Not in GZIP format"),
        bad(
            model -> model.setModelVersion("gbt-other"),
            "content.valid",
            "model-invalid",
            "content must be a model file that this job can use, got 'gbt-other': version must be"
                + " the record's model_version, 'gbt-other', got 'gbt-test'"),
        bad(
            FraudModelRulesTest::inYen,
            "content.settings",
            "model-of-other-settings",
            "content must be a model that was trained with settings of this job, got 'gbt-test':"
                + " training.parameters.scoring.currency must be that of the job, 'EUR', got 'JPY'"));
  }

  @Test
  void theDeskTakesModelsOfAnyJob() {
    FraudModel model = inYen(Models.record("gbt-test")).build();

    assertThat(FraudModelRules.of(Duration.ofHours(1)).broken(model, NOW)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(UnaryOperator<FraudModel.Builder> change, String id, String reason, String detail) {
    FraudModel model = change.apply(Models.record("gbt-test")).build();

    Optional<Rule<FraudModel>> broken = RULES.broken(model, NOW);

    assertThat(broken).map(Rule::id).contains(id);
    Refusal refusal = RecordRules.refusal(broken.orElseThrow(), model);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).isEqualTo(detail);
  }

  static Stream<UnaryOperator<FraudModel.Builder>> good() {
    return Stream.of(
        model -> model,
        model -> model.setRevision(1),
        model -> model.setRevision(NOW + 3_600_000),
        model -> model.setRole(ModelRole.CHALLENGER),
        model -> model.setEventTime(Models.NOON.plus(Duration.ofHours(1))),
        // What is over needs no content that today's figures still allow.
        model -> content(model, "of old times").setRole(ModelRole.RETIRED),
        model -> inYen(model).setRole(ModelRole.RETIRED));
  }

  @ParameterizedTest
  @MethodSource("good")
  void accepts(UnaryOperator<FraudModel.Builder> change) {
    assertThat(RULES.broken(change.apply(Models.record("gbt-test")).build(), NOW)).isEmpty();
  }

  @Test
  void theLargestRevisionThatThereIsIsRefused() {
    FraudModel model = Models.record("gbt-test").setRevision(Long.MAX_VALUE).build();

    assertThat(RULES.broken(model, NOW)).map(Rule::id).contains("revision.not-in-future");
  }

  @Test
  void everyRuleHasACase() {
    assertThat(RULES.all().stream().map(Rule::id))
        .containsExactlyInAnyOrderElementsOf(
            bad().map(arguments -> (String) arguments.get()[1]).distinct().toList());
  }

  @Test
  void travelWithTheJob() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(RULES);
    }
  }

  private static FraudModel.Builder inYen(FraudModel.Builder model) {
    return content(model, Models.trainedWith(Map.of("scoring.currency", "JPY")).toGzip());
  }

  private static FraudModel.Builder content(FraudModel.Builder model, String text) {
    return content(model, text.getBytes(UTF_8));
  }

  private static FraudModel.Builder content(FraudModel.Builder model, byte[] bytes) {
    ByteBuffer content = ByteBuffer.wrap(bytes);
    return model.setContent(content).setSha256(ModelRecords.sha256(content));
  }

  private static Arguments bad(
      UnaryOperator<FraudModel.Builder> change, String id, String reason, String detail) {
    return arguments(change, id, reason, detail);
  }
}
