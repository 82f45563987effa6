package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Reads the tables as they are. */
final class Tables implements AutoCloseable {
  // The database took it, so it is not too long.
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNameLength(Integer.MAX_VALUE)
                      .maxStringLength(Integer.MAX_VALUE)
                      .build())
              .build());
  private static final TypeReference<TreeMap<String, Double>> NUMBERS_BY_NAME =
      new TypeReference<>() {};
  private static final int FETCH_ROWS = 10_000;
  // Each may be a megabyte.
  private static final int FETCH_LARGE = 50;

  private final Connection connection;

  Tables(Connection connection) {
    this.connection = requireNonNull(connection);
  }

  /**
   * The stack's database, seen by its owner.
   *
   * @throws ToolException if it cannot be reached
   */
  static Tables of(StackState stack) {
    Properties login = new Properties();
    login.setProperty("user", "postgres");
    login.setProperty("connectTimeout", "10");
    login.setProperty("ApplicationName", "millrace-audit");
    try {
      login.setProperty("password", Files.readString(stack.secrets().resolve("owner")).strip());
      return new Tables(DriverManager.getConnection(stack.endpoint("database.url"), login));
    } catch (IOException e) {
      throw new ToolException("cannot read the owner's password: " + e.getMessage(), e);
    } catch (SQLException e) {
      throw new ToolException("cannot reach the database: " + e.getMessage(), e);
    }
  }

  Connection connection() {
    return connection;
  }

  /**
   * The rows of the decisions by id.
   *
   * @param first copies on the topic by id: one that is just the row stands for it
   * @param repeated gets each id that is there more than once
   */
  Map<String, Decision> decisions(Map<String, Decision> first, List<String> repeated)
      throws SQLException {
    Map<String, Decision> rows = new HashMap<>();
    connection.setAutoCommit(false); // rows come in portions only within a transaction
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(
              """
              SELECT *,
                CASE WHEN isfinite(event_time) THEN round(extract(epoch FROM event_time) * 1000) END AS event_ms
              FROM fraud.decisions
              """)) {
        while (row.next()) {
          Decision decision = shared(decision(row), first);
          if (rows.put(decision.id(), decision) != null) {
            repeated.add(decision.id());
          }
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
    return rows;
  }

  /** The copy in the place of a row that equals it: half the memory. */
  private static Decision shared(Decision row, Map<String, Decision> first) {
    Decision copy = first.get(row.id());
    return copy != null && row.sameContent(copy) ? copy : row;
  }

  private static Decision decision(ResultSet row) throws SQLException {
    return new Decision(
        null,
        0,
        row.getString("transaction_id"),
        row.getString("card_id"),
        row.getString("terminal_id"),
        row.getLong("amount_minor"),
        row.getString("currency"),
        row.getLong("event_ms"),
        row.getString("merchant_category") + " " + row.getString("merchant_country"),
        source(row),
        features(row),
        row.getString("outcome"),
        row.getDouble("score"),
        Arrays.asList((String[]) row.getArray("reason_codes").getArray()),
        row.getString("scorer"),
        verdict(row));
  }

  private static Verdict verdict(ResultSet row) throws SQLException {
    try {
      List<String> rules = new ArrayList<>();
      for (JsonNode hit : JSON.readTree(row.getString("rules"))) {
        rules.add(
            Verdict.rule(
                hit.path("rule_id").asText(),
                hit.path("version").asLong(),
                hit.path("outcome").asText(),
                hit.path("reason_code").asText(),
                hit.path("effect").asText()));
      }
      Map<String, Double> challengers =
          JSON.readValue(row.getString("challengers"), NUMBERS_BY_NAME);
      return new Verdict(
          row.getString("model_outcome"), rules, challengers, row.getString("fallback"));
    } catch (JsonProcessingException e) {
      throw new ToolException(
          "fraud.decisions, %s: rules or challengers are not as they should be"
              .formatted(row.getString("transaction_id")),
          e);
    }
  }

  private static Map<String, Double> features(ResultSet row) throws SQLException {
    try {
      return JSON.readValue(row.getString("features"), NUMBERS_BY_NAME);
    } catch (JsonProcessingException e) {
      throw new ToolException(
          "fraud.decisions, %s: features are not numbers by name"
              .formatted(row.getString("transaction_id")),
          e);
    }
  }

  /**
   * The rows of the tables that hold labels, rules and models, by their names.
   *
   * @param repeated gets each name that is there more than once
   */
  Map<String, Copies.Row> copies(List<String> repeated) throws SQLException {
    Map<String, Copies.Row> rows = new HashMap<>();
    BiConsumer<String, Copies.Row> put =
        (name, row) -> {
          if (rows.put(name, row) != null) {
            repeated.add(name);
          }
        };
    read(
        "SELECT *, %s AS event_ms, %s AS paid_ms FROM fraud.labels"
            .formatted(millis("event_time"), millis("transaction_time")),
        FETCH_ROWS,
        row ->
            put.accept(
                Copies.row(Copies.LABELS, row.getString("transaction_id")),
                new Copies.Row(
                    row.getLong("event_ms"),
                    Copies.label(
                        row.getString("card_id"),
                        row.getString("terminal_id"),
                        row.getLong("paid_ms"),
                        row.getBoolean("fraud")))));
    read(
        "SELECT *, %s AS event_ms FROM fraud.rules".formatted(millis("event_time")),
        FETCH_ROWS,
        row ->
            put.accept(
                Copies.row(Copies.RULES, row.getString("rule_id") + "/" + row.getLong("version")),
                new Copies.Row(
                    row.getLong("version"),
                    Copies.rule(
                        row.getString("state"),
                        row.getString("condition"),
                        row.getString("outcome"),
                        row.getDouble("weight"),
                        row.getDouble("max_decline_share"),
                        row.getString("reason_code"),
                        row.getString("description"),
                        row.getString("author"),
                        row.getLong("event_ms")))));
    read(
        "SELECT *, %s AS event_ms FROM fraud.models".formatted(millis("event_time")),
        FETCH_LARGE,
        row ->
            put.accept(
                Copies.row(Copies.MODELS, row.getString("model_version")),
                new Copies.Row(
                    row.getLong("revision"),
                    Copies.model(
                        row.getString("role"),
                        row.getBytes("content"),
                        row.getString("sha256"),
                        row.getString("author"),
                        row.getLong("event_ms")))));
    return rows;
  }

  /** Milliseconds since 1970; null of a time that is none. */
  static String millis(String column) {
    return "CASE WHEN isfinite(%1$s) THEN round(extract(epoch FROM %1$s) * 1000) END"
        .formatted(column);
  }

  /** The rows of the recommendations by session; the primary key keeps the sessions apart. */
  Map<String, Recommendation> recommendations() throws SQLException {
    Map<String, Recommendation> rows = new HashMap<>();
    read(
        """
        SELECT *, round(extract(epoch FROM event_time) * 1000) AS event_ms FROM recommendations.current
        WHERE isfinite(event_time)
        """,
        FETCH_ROWS,
        row ->
            rows.put(
                row.getString("session_id"),
                new Recommendation(
                    null,
                    0,
                    row.getString("session_id"),
                    row.getLong("version"),
                    row.getString("interaction_id"),
                    row.getLong("event_ms"),
                    row.getString("customer_id"),
                    source(row),
                    items(row),
                    row.getString("variant"),
                    row.getString("model_version"))));
    return rows;
  }

  private static List<Recommendation.Item> items(ResultSet row) throws SQLException {
    try {
      List<Recommendation.Item> items = new ArrayList<>();
      for (JsonNode item : JSON.readTree(row.getString("items"))) {
        items.add(
            new Recommendation.Item(
                item.path("item_id").asText(),
                item.path("score").asDouble(),
                item.path("reason").asText(),
                item.hasNonNull("because") ? item.path("because").asText() : null));
      }
      return items;
    } catch (JsonProcessingException e) {
      throw new ToolException(
          "recommendations.current, %s: items are not as they should be"
              .formatted(row.getString("session_id")),
          e);
    }
  }

  /** The rows of the outcomes by interaction; the primary key keeps the interactions apart. */
  Map<String, Outcome> outcomes() throws SQLException {
    Map<String, Outcome> rows = new HashMap<>();
    read(
        """
        SELECT *, round(extract(epoch FROM event_time) * 1000) AS event_ms FROM recommendations.outcomes
        WHERE isfinite(event_time)
        """,
        FETCH_ROWS,
        row ->
            rows.put(
                row.getString("interaction_id"),
                new Outcome(
                    null,
                    row.getString("interaction_id"),
                    row.getString("session_id"),
                    row.getLong("recommendation_version"),
                    (Integer) row.getObject("slot"),
                    row.getString("item_id"),
                    row.getString("category"),
                    row.getString("kind"),
                    row.getLong("event_ms"),
                    row.getString("variant"),
                    source(row))));
    return rows;
  }

  private static Place source(ResultSet row) throws SQLException {
    return new Place(
        row.getString("source_topic"),
        row.getInt("source_partition"),
        row.getLong("source_offset"));
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  /** Row by row: they come in portions only within a transaction. */
  private void read(String sql, int portion, Row each) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(portion);
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          each.read(row);
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /**
   * The rows of the dead letters by id.
   *
   * @param repeated gets each id that is there more than once
   */
  Map<String, DeadLetter> deadLetters(List<String> repeated) throws SQLException {
    Map<String, DeadLetter> rows = new HashMap<>();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_LARGE);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT *, %s AS record_ms FROM ops.dead_letters".formatted(millis("record_time")))) {
        while (row.next()) {
          DeadLetter letter = deadLetter(row);
          if (rows.put(letter.id(), letter) != null) {
            repeated.add("ops.dead_letters " + letter.id());
          }
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
    return rows;
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        null,
        row.getString("id"),
        row.getString("job"),
        row.getString("stage"),
        row.getString("reason"),
        row.getString("detail"),
        source(row),
        digest(row),
        row.getBoolean("intact"),
        false,
        row.getObject("replayed_at") != null);
  }

  private static long digest(ResultSet row) throws SQLException {
    Digest digest =
        new Digest()
            .with(Long.toString(row.getLong("record_ms")))
            .with(row.getBytes("key"))
            .with(row.getBytes("value"));
    String headers = row.getString("headers");
    try {
      for (JsonNode header : JSON.readTree(headers)) {
        JsonNode value = header.path("value");
        digest
            .with(header.path("name").asText())
            .with(value.isTextual() ? value.binaryValue() : null);
      }
    } catch (IOException e) {
      throw new ToolException(
          "ops.dead_letters, %s: headers are not as they should be".formatted(row.getString("id")),
          e);
    }
    return digest.value();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new ToolException("cannot close the connection to the database", e);
    }
  }
}
