package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.fraud.model.Models;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionPolicyTest {

  @Test
  void ofARuleTheHighestVersionTravels() {
    DecisionPolicy policy =
        new DecisionPolicy(
            List.of(rule("a", 2), rule("b", 1), rule("a", 3), rule("a", 1)), List.of());

    assertThat(policy.rules())
        .extracting(FraudRule::getRuleId, FraudRule::getVersion)
        .containsExactly(tuple("a", 3), tuple("b", 1));
  }

  @Test
  void ofTheSameVersionTwiceTheFirstTravels() {
    FraudRule second = FraudRule.newBuilder(rule("a", 1)).setAuthor("bob").build();

    assertThat(new DecisionPolicy(List.of(rule("a", 1), second), List.of()).rules())
        .extracting(FraudRule::getAuthor)
        .containsExactly("analyst");
  }

  @Test
  void ofManyModelsFewTravelWithTheirContent() {
    List<FraudModel> models = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      String version = "gbt-" + i;
      models.add(Models.record(version).setRevision(i).setRole(ModelRole.CHALLENGER).build());
      models.add(Models.record(version).setRevision(100 + i).build());
      if (i > 10) {
        models.add(Models.record(version).setRevision(200 + i).setRole(ModelRole.RETIRED).build());
      }
    }

    DecisionPolicy policy = new DecisionPolicy(List.of(), models);

    assertThat(policy.models()).hasSize(50);
    assertThat(policy.models().stream().filter(model -> model.getContent().hasRemaining()))
        .extracting(FraudModel::getModelVersion)
        .containsExactlyInAnyOrder(
            "gbt-3", "gbt-4", "gbt-5", "gbt-6", "gbt-7", "gbt-8", "gbt-9", "gbt-10");
  }

  private static FraudRule rule(String id, int version) {
    return FraudRule.newBuilder()
        .setRuleId(id)
        .setVersion(version)
        .setState(RuleState.LIVE)
        .setDescription("for a test")
        .setCondition("night == 1")
        .setOutcome(Outcome.REVIEW)
        .setReasonCode("NIGHT")
        .setAuthor("analyst")
        .setEventTime(NOON)
        .build();
  }
}
