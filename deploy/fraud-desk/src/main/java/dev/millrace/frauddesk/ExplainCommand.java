package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Reason;
import dev.millrace.fraud.domain.Scorer;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.Transaction;
import dev.millrace.sql.DatabaseOptions;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain ID}: why a payment was answered as it was, and the same made again. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows a past decision: outcome, reasons in words, rules, models, figures; and makes it again with the models and rule versions that it names.",
      "What depended on the moment is not made again: a rule's share of its minute, snoozes, thresholds."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:made again, the decision is the same",
      "1:it differs, or it could not be made again; the last line says where",
      "2:wrong options"
    })
final class ExplainCommand implements Callable<Integer> {
  static {
    TrustedRecords.trust();
  }

  @Parameters(paramLabel = "ID", description = "transaction id of the payment")
  private String transactionId;

  @Option(
      names = "--high-amount-minor",
      paramLabel = "N",
      description =
          "scoring.high-amount-minor of the job, for decisions of its built-in scorer; default: ${DEFAULT-VALUE}")
  private long highAmountMinor = 22_000;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Mixin private DatabaseOptions database;
  @Mixin private PolicyEndpoints endpoints;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FraudDecision decision;
    Map<String, Scorer> scorers;
    Map<String, String> conditions;
    try (Connection connection = database.connectAsAnalyst()) {
      decision = StoredDecision.find(transactionId, connection);
      scorers = PolicyTables.scorers(decision, new TransparentScorer(highAmountMinor), connection);
      conditions = PolicyTables.conditions(decision, connection);
    } catch (SQLException e) {
      throw new ToolException("the database refuses: " + e.getMessage(), e);
    }
    Optional<Transaction> payment =
        PaymentRecord.find(
            transactionId, decision.getSource(), endpoints.servers(), endpoints.registry());
    return tell(decision, payment, scorers, conditions);
  }

  /**
   * Makes a decision again and prints what came of it; apart from {@link #call}, so that a test
   * needs no topic.
   *
   * @param payment empty if it is not on its topic any more
   * @param scorers the models, by version
   * @param conditions of the rules that had held, by {@link DecisionReplay#key}
   * @return the exit code
   */
  int tell(
      FraudDecision decision,
      Optional<Transaction> payment,
      Map<String, Scorer> scorers,
      Map<String, String> conditions) {
    DecisionReplay replay =
        new DecisionReplay(
            decision, payment.orElseGet(() -> repeated(decision)), new CelConditions());
    List<String> differences = replay.differences(scorers, conditions);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.line(tree(decision, conditions, payment.isPresent(), differences)));
    } else {
      print(decision, conditions, payment.isPresent(), out);
      out.println(
          differences.isEmpty()
              ? "made again: the same"
              : "made again: it differs: " + String.join("; ", differences));
    }
    out.flush();
    return differences.isEmpty() ? 0 : 1;
  }

  /** What a decision repeats of its payment; the rest is not known any more. */
  private static Transaction repeated(FraudDecision decision) {
    return Transaction.newBuilder()
        .setTransactionId(decision.getTransactionId())
        .setCardId(decision.getCardId())
        .setTerminalId(decision.getTerminalId())
        .setAmountMinor(decision.getAmountMinor())
        .setCurrency(decision.getCurrency())
        .setEventTime(decision.getEventTime())
        .setMerchantCategory(decision.getMerchantCategory())
        .setMerchantCountry(decision.getMerchantCountry())
        .build();
  }

  private static void print(
      FraudDecision decision, Map<String, String> conditions, boolean whole, PrintWriter out) {
    out.printf(
        "payment   %s, %s: %d %s (minor units), card %s at terminal %s%n",
        decision.getTransactionId(),
        decision.getEventTime(),
        decision.getAmountMinor(),
        decision.getCurrency(),
        decision.getCardId(),
        decision.getTerminalId());
    out.printf(
        "answer    %s; by the score alone %s%n",
        decision.getOutcome(),
        decision.getModelOutcome() == null ? "not kept" : decision.getModelOutcome());
    out.printf(
        "score     %.6f by %s%s%n",
        decision.getScore(),
        decision.getScorer(),
        decision.getFallback() == null ? "" : ", because of " + decision.getFallback());
    decision
        .getChallengers()
        .forEach(
            (version, score) -> out.printf("          %.6f by challenger %s%n", score, version));
    for (String code : decision.getReasonCodes()) {
      out.printf("reason    %s: %s%n", code, words(code, decision));
    }
    for (RuleHit hit : decision.getRules()) {
      out.printf(
          "rule      %s, %s, asks for %s: %s%n",
          DecisionReplay.key(hit),
          hit.getEffect(),
          hit.getOutcome(),
          conditions.getOrDefault(DecisionReplay.key(hit), "not in fraud.rules"));
    }
    if (!whole) {
      out.println("note      the payment is not on its topic any more: rules see what is here");
    }
    TextTable figures = new TextTable("figure", "value", "meaning");
    for (Feature feature : Feature.values()) {
      Double value = decision.getFeatures().get(feature.key());
      if (value != null) {
        figures.add(feature.key(), value, feature.meaning());
      }
    }
    out.print(figures);
  }

  /** What a reason code means: the model's are sentences, a rule's is the rule. */
  private static String words(String code, FraudDecision decision) {
    return decision.getRules().stream()
        .filter(hit -> hit.getReasonCode().equals(code))
        .map(hit -> "rule " + DecisionReplay.key(hit))
        .findFirst()
        .or(
            () ->
                Arrays.stream(Reason.values())
                    .filter(reason -> reason.name().equals(code))
                    .map(Reason::sentence)
                    .findFirst())
        .orElse("the built-in scorer's, see jobs/fraud-scoring/README.md");
  }

  private static Map<String, Object> tree(
      FraudDecision decision,
      Map<String, String> conditions,
      boolean whole,
      List<String> differences) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("transaction_id", decision.getTransactionId());
    tree.put("outcome", decision.getOutcome().name());
    tree.put(
        "model_outcome",
        decision.getModelOutcome() == null ? null : decision.getModelOutcome().name());
    tree.put("score", decision.getScore());
    tree.put("scorer", decision.getScorer());
    tree.put("fallback", decision.getFallback());
    tree.put("challengers", decision.getChallengers());
    Map<String, String> reasons = new LinkedHashMap<>();
    decision.getReasonCodes().forEach(code -> reasons.put(code, words(code, decision)));
    tree.put("reasons", reasons);
    Map<String, Object> rules = new LinkedHashMap<>();
    for (RuleHit hit : decision.getRules()) {
      rules.put(
          DecisionReplay.key(hit),
          Map.of(
              "effect",
              hit.getEffect().name(),
              "outcome",
              hit.getOutcome().name(),
              "condition",
              conditions.getOrDefault(DecisionReplay.key(hit), "")));
    }
    tree.put("rules", rules);
    tree.put("features", decision.getFeatures());
    tree.put("payment_on_topic", whole);
    tree.put("same", differences.isEmpty());
    tree.put("differences", differences);
    return tree;
  }
}
