package dev.millrace.fraud.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.fraud.FraudModelRules;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.PopulationStability;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BundledModelTest {
  private final FraudModel model = BundledModel.champion();

  @Test
  void isAChampionThatTheJobTakes() {
    RecordRules<FraudModel> rules = FraudModelRules.of(Duration.ZERO);

    // On a topic it would need a revision of its own.
    FraudModel sent = FraudModel.newBuilder(model).setRevision(1).build();
    assertThat(rules.broken(sent, Models.NOON.toEpochMilli())).isEmpty();
    assertThat(model.getRole()).isEqualTo(ModelRole.CHAMPION);
  }

  @Test
  void anyOtherChampionTakesItsPlace() {
    assertThat(model.getRevision()).isZero();
  }

  @Test
  void scoresPayments() {
    ModelFile file = ModelRecords.file(model);
    Features likely = Features.none();
    likely.set(Feature.AMOUNT_MINOR, 50_000L);
    likely.set(Feature.TERMINAL_FRAUD_RATE_7D, 0.9);

    assertThat(file.trees()).isNotEmpty();
    assertThat(file.features()).isNotEmpty().doesNotContainNull();
    assertThat(file.validation().auc()).isGreaterThan(0.9);
    assertThat(file.scorer(0).score(likely).value())
        .isGreaterThan(file.scorer(0).score(Features.none()).value());
  }

  /** As when a producer drops a field: only the tenth that scored highest scores higher still. */
  @Test
  void theTopTenthDeclinedIsDrift() {
    ModelFile file = ModelRecords.file(model);
    double[] deciles = file.reference().score().edges();
    Histogram scores = new ModelRecords(1).load(model).reference().score();
    PopulationStability harmless = new PopulationStability(scores);
    PopulationStability declined = new PopulationStability(scores);
    for (int payment = 0; payment < 10_000; payment++) {
      int tenth = payment % 10;
      boolean top = tenth == deciles.length;
      harmless.add(top ? 0.2 : deciles[tenth] - 1e-9);
      declined.add(top ? file.validation().decline().threshold() : deciles[tenth] - 1e-9);
    }

    assertThat(harmless.index()).isLessThan(PopulationStability.MAJOR);
    assertThat(declined.index()).isGreaterThan(PopulationStability.MAJOR);
  }
}
