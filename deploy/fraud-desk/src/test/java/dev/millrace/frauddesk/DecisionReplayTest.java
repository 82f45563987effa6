package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Scorer;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Transaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A past decision made again, as {@code explain} tells it. */
class DecisionReplayTest {
  private static final String RULE = "large-online version 2";

  private final Map<String, Scorer> scorers =
      new HashMap<>(
          Map.of(
              "gbt-1", PastDecisions.scorer("gbt-1", 0),
              "gbt-2", PastDecisions.scorer("gbt-2", 1)));
  private final Map<String, String> conditions =
      new HashMap<>(Map.of(RULE, PastDecisions.CONDITION));
  private final FraudDecision decision = PastDecisions.decision("p-1").build();
  private Optional<Transaction> payment = Optional.of(PastDecisions.payment("p-1"));

  private record Answer(int code, List<String> lines) {
    String last() {
      return lines.get(lines.size() - 1);
    }
  }

  @Test
  void isTheSameIfNothingHasChanged() {
    Answer answer = explain(decision);

    assertThat(answer.last()).isEqualTo("made again: the same");
    assertThat(answer.code()).isZero();
    assertThat(answer.lines())
        .contains(
            "answer    REVIEW; by the score alone APPROVE",
            "reason    LARGE_ONLINE: rule large-online version 2",
            "reason    AMOUNT_HIGH: The amount is high, whoever pays it.",
            "rule      large-online version 2, APPLIED, asks for REVIEW: "
                + PastDecisions.CONDITION)
        .noneMatch(line -> line.startsWith("note"));
  }

  @Test
  void namesAScoreThatDiffers() {
    decision.setScore(0.875);

    assertDiffers(
        "gbt-1 scored 0.875, and scores %s".formatted(PastDecisions.score(scorers.get("gbt-1"))));
  }

  @Test
  void namesAChallengersScoreThatDiffers() {
    decision.setChallengers(Map.of("gbt-2", 0.875));

    assertDiffers(
        "gbt-2 scored 0.875, and scores %s".formatted(PastDecisions.score(scorers.get("gbt-2"))));
  }

  @Test
  void aScoreThatIsNoNumberIsNotTheSame() {
    decision.setScore(Double.NaN);

    assertDiffers(
        "gbt-1 scored NaN, and scores %s".formatted(PastDecisions.score(scorers.get("gbt-1"))));
  }

  @Test
  void roundingIsNoDifference() {
    decision.setScore(decision.getScore() + 1e-10);
    assertThat(explain(decision).code()).isZero();

    decision.setScore(decision.getScore() + 1e-8);
    assertThat(explain(decision).code()).isOne();
  }

  @Test
  void aFigureThatAnEarlierReleaseDidNotHaveIsUnknown() {
    assertThat(decision.getFeatures().remove("cardTravelKm")).isEqualTo(Features.UNKNOWN);

    assertThat(explain(decision).code()).isZero();
  }

  @Test
  void namesAModelWhoseTreesAreOthersNow() {
    scorers.put("gbt-1", PastDecisions.scorer("gbt-1", 1));

    assertDiffers(
        "gbt-1 scored %s, and scores %s"
            .formatted(decision.getScore(), PastDecisions.score(scorers.get("gbt-1"))));
  }

  @Test
  void namesAModelThatIsGone() {
    scorers.remove("gbt-1");
    assertDiffers("gbt-1 is not in fraud.models, or not one that this release can read");

    scorers.put("gbt-1", PastDecisions.scorer("gbt-1", 0));
    scorers.remove("gbt-2");
    assertDiffers("gbt-2 is not in fraud.models, or not one that this release can read");
  }

  @Test
  void theBuiltInScorerIsAskedForItsOwnDecisions() {
    decision.setScorer(TransparentScorer.VERSION);
    decision.setFallback("MODEL_MISSING");
    scorers.put(TransparentScorer.VERSION, new TransparentScorer(22_000));
    decision.setScore(0.95);
    assertThat(explain(decision).code()).isZero();

    scorers.put(TransparentScorer.VERSION, new TransparentScorer(30_000));
    assertDiffers("transparent-2 scored 0.95, and scores 0.0");
  }

  /** False now, without an answer, and of no release's language. */
  @ParameterizedTest
  @ValueSource(
      strings = {"amount_minor > 30000", "1 / (amount_minor - 25000) > 0", "amount_major > 1"})
  void namesARuleWhoseConditionIsAnotherNow(String condition) {
    conditions.put(RULE, condition);

    assertDiffers("large-online version 2 had held and does not hold");
  }

  @Test
  void namesARuleThatIsGone() {
    conditions.clear();

    assertDiffers("large-online version 2 is not in fraud.rules");
  }

  @Test
  void anotherVersionOfTheRuleDoesNotCount() {
    decision.setRules(List.of(PastDecisions.hit(1)));

    assertDiffers("large-online version 1 is not in fraud.rules");
  }

  @Test
  void saysThatRulesSeeLessOfAPaymentThatIsGone() {
    payment = Optional.empty();

    assertThat(explain(decision).lines())
        .contains("note      the payment is not on its topic any more: rules see what is here");
    assertDiffers("large-online version 2 had held and does not hold");

    conditions.put(RULE, "amount_minor > 20000");
    assertThat(explain(decision).code()).isZero();
  }

  @Test
  void namesEveryDifference() throws IOException {
    decision.setScore(0.875);
    conditions.clear();
    scorers.remove("gbt-2");
    String score =
        "gbt-1 scored 0.875, and scores %s".formatted(PastDecisions.score(scorers.get("gbt-1")));
    String challenger = "gbt-2 is not in fraud.models, or not one that this release can read";
    String rule = "large-online version 2 is not in fraud.rules";

    assertDiffers(String.join("; ", score, challenger, rule));

    Answer json = explain(decision, "--json");
    JsonNode tree = new ObjectMapper().readTree(json.last());
    assertThat(json.lines()).hasSize(1);
    assertThat(json.code()).isOne();
    assertThat(tree.path("same").booleanValue()).isFalse();
    assertThat(tree.path("payment_on_topic").booleanValue()).isTrue();
    assertThat(tree.path("differences"))
        .extracting(JsonNode::asText)
        .containsExactly(score, challenger, rule);
  }

  @Test
  void asJsonTheSameIsTrue() throws IOException {
    Answer json = explain(decision, "--json");

    JsonNode tree = new ObjectMapper().readTree(json.last());
    assertThat(json.code()).isZero();
    assertThat(tree.path("same").booleanValue()).isTrue();
    assertThat(tree.path("differences").isEmpty()).isTrue();
    assertThat(tree.at("/rules/large-online version 2/condition").asText())
        .isEqualTo(PastDecisions.CONDITION);
  }

  private void assertDiffers(String differences) {
    Answer answer = explain(decision);

    assertThat(answer.last()).isEqualTo("made again: it differs: " + differences);
    assertThat(answer.code()).isOne();
  }

  private Answer explain(FraudDecision stored, String... options) {
    StringWriter out = new StringWriter();
    ExplainCommand command = new ExplainCommand();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(out));
    line.parseArgs(
        Stream.concat(Stream.of(stored.getTransactionId()), Stream.of(options))
            .toArray(String[]::new));
    int code = command.tell(stored, payment, scorers, conditions);
    return new Answer(code, out.toString().lines().toList());
  }
}
