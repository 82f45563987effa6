package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Scorer;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.model.InvalidModelException;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.RuleHit;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models and rule versions of the past: the tables keep what their topics forget. */
final class PolicyTables {
  private static final String MODEL =
      "SELECT revision, content, sha256, author, event_time FROM fraud.models WHERE model_version = ?";
  private static final String CONDITION =
      "SELECT condition FROM fraud.rules WHERE rule_id = ? AND version = ?";

  /** Reasons are asked for here, whatever the score. */
  private static final ModelRecords MODELS = new ModelRecords(0);

  private PolicyTables() {}

  /**
   * What scored a payment, by version; without those that the tables do not have, or whose content
   * this release cannot read.
   *
   * @param builtIn the scorer of decisions that no model made
   */
  static Map<String, Scorer> scorers(
      FraudDecision decision, TransparentScorer builtIn, Connection connection)
      throws SQLException {
    Set<String> versions = new HashSet<>(decision.getChallengers().keySet());
    versions.add(decision.getScorer());
    FraudModel bundled = BundledModel.champion();
    Map<String, Scorer> scorers = new HashMap<>();
    scorers.put(builtIn.version(), builtIn);
    scorers.put(bundled.getModelVersion(), MODELS.load(bundled).scorer());
    for (String version : versions) {
      try (PreparedStatement query = connection.prepareStatement(MODEL)) {
        query.setString(1, version);
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            load(model(version, row)).ifPresent(scorer -> scorers.put(version, scorer));
          }
        }
      }
    }
    return scorers;
  }

  /** A model that was retired long ago may hold what only the releases of its time could read. */
  private static Optional<Scorer> load(FraudModel model) {
    try {
      return Optional.of(MODELS.load(model).scorer());
    } catch (InvalidModelException e) {
      return Optional.empty();
    }
  }

  private static FraudModel model(String version, ResultSet row) throws SQLException {
    return FraudModel.newBuilder()
        .setModelVersion(version)
        .setRevision(row.getLong("revision"))
        .setRole(ModelRole.CHAMPION)
        .setContent(ByteBuffer.wrap(row.getBytes("content")))
        .setSha256(row.getString("sha256"))
        .setAuthor(row.getString("author"))
        .setEventTime(row.getObject("event_time", OffsetDateTime.class).toInstant())
        .build();
  }

  /** The conditions of the rules that held for a payment, by {@link DecisionReplay#key}. */
  static Map<String, String> conditions(FraudDecision decision, Connection connection)
      throws SQLException {
    Map<String, String> conditions = new HashMap<>();
    for (RuleHit hit : decision.getRules()) {
      try (PreparedStatement query = connection.prepareStatement(CONDITION)) {
        query.setString(1, hit.getRuleId());
        query.setInt(2, hit.getVersion());
        try (ResultSet row = query.executeQuery()) {
          if (row.next()) {
            conditions.put(DecisionReplay.key(hit), row.getString("condition"));
          }
        }
      }
    }
    return conditions;
  }
}
