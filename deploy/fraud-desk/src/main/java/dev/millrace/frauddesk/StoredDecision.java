package dev.millrace.frauddesk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.suite.Source;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A decision of the past, as the table has it. */
final class StoredDecision {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUERY =
      """
      SELECT transaction_id, card_id, terminal_id, amount_minor, currency, event_time, outcome, score,
             reason_codes, features::text AS features, scorer, source_topic, source_partition,
             source_offset, merchant_category, merchant_country, model_outcome, rules::text AS rules,
             challengers::text AS challengers, fallback
      FROM fraud.decisions
      WHERE transaction_id = ?
      """;

  private StoredDecision() {}

  /**
   * The decision on a payment.
   *
   * @throws ToolException if there is none
   */
  static FraudDecision find(String transactionId, Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, transactionId);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new ToolException(
              "no decision on %s is in fraud.decisions".formatted(transactionId));
        }
        return decision(row);
      }
    }
  }

  /**
   * The figures of a decision, as a scorer takes them; unknown where an earlier release did not
   * have them, whose models do not look at them either.
   */
  static Features features(FraudDecision decision) {
    Features features = Features.none();
    for (Feature feature : Feature.values()) {
      Double value = decision.getFeatures().get(feature.key());
      features.set(feature, value == null ? Features.UNKNOWN : value);
    }
    return features;
  }

  private static FraudDecision decision(ResultSet row) throws SQLException {
    return FraudDecision.newBuilder()
        .setTransactionId(row.getString("transaction_id"))
        .setCardId(row.getString("card_id"))
        .setTerminalId(row.getString("terminal_id"))
        .setAmountMinor(row.getLong("amount_minor"))
        .setCurrency(row.getString("currency"))
        .setEventTime(row.getObject("event_time", OffsetDateTime.class).toInstant())
        .setOutcome(Outcome.valueOf(row.getString("outcome")))
        .setScore(row.getDouble("score"))
        .setReasonCodes(texts(row.getArray("reason_codes")))
        .setFeatures(numbers(row.getString("features")))
        .setScorer(row.getString("scorer"))
        .setSource(
            new Source(
                row.getString("source_topic"),
                row.getInt("source_partition"),
                row.getLong("source_offset")))
        .setMerchantCategory(row.getString("merchant_category"))
        .setMerchantCountry(row.getString("merchant_country"))
        .setModelOutcome(outcome(row.getString("model_outcome")))
        .setRules(hits(row.getString("rules")))
        .setChallengers(numbers(row.getString("challengers")))
        .setFallback(row.getString("fallback"))
        .build();
  }

  private static Outcome outcome(String name) {
    return name == null ? null : Outcome.valueOf(name);
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static Map<String, Double> numbers(String json) {
    Map<String, Double> numbers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : tree(json).properties()) {
      numbers.put(entry.getKey(), entry.getValue().asDouble());
    }
    return numbers;
  }

  private static List<RuleHit> hits(String json) {
    List<RuleHit> hits = new ArrayList<>();
    for (JsonNode hit : tree(json)) {
      hits.add(
          new RuleHit(
              hit.path("rule_id").asText(),
              hit.path("version").asInt(),
              Outcome.valueOf(hit.path("outcome").asText()),
              hit.path("reason_code").asText(),
              RuleEffect.valueOf(hit.path("effect").asText())));
    }
    return hits;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new ToolException("fraud.decisions holds what is no JSON: " + json, e);
    }
  }
}
