package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.delivery.Table;
import dev.millrace.common.delivery.WriteMode;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableRoutesTest {
  private static final String GOOD =
      """
      tables:
        fraud.decisions:
          topic: payments.fraud-decisions
          record: dev.millrace.payments.FraudDecision
          key: [transaction_id]
          mode: first-wins
      """;

  @Test
  void defaultFileWritesWhatTheSuiteKeeps() throws IOException {
    List<TableRoute<?>> routes = TableRoutes.byDefault();

    assertThat(routes)
        .extracting(TableRoute::topic)
        .containsExactly(
            "payments.fraud-decisions",
            "payments.fraud-labels",
            "payments.fraud-rules",
            "payments.fraud-models",
            "shop.recommendations",
            "shop.recommendation-outcomes",
            "supply.alerts",
            "supply.alerts",
            "supply.notifications",
            "suite.dead-letters");
    assertThat(routes)
        .<Object>extracting(TableRoute::type)
        .containsExactly(
            FraudDecision.class,
            FraudLabel.class,
            FraudRule.class,
            FraudModel.class,
            Recommendation.class,
            RecommendationOutcome.class,
            SupplyAlert.class,
            SupplyAlert.class,
            SupplyNotification.class,
            DeadLetter.class);
    assertThat(routes)
        .extracting(route -> route.table().name())
        .containsExactly(
            "fraud.decisions",
            "fraud.labels",
            "fraud.rules",
            "fraud.models",
            "recommendations.current",
            "recommendations.outcomes",
            "supply.alerts",
            "supply.alert_history",
            "supply.notifications",
            "ops.dead_letters");
    assertThat(routes)
        .extracting(route -> route.table().mode())
        .containsExactly(
            WriteMode.FIRST_WINS,
            WriteMode.LATEST_VERSION_WINS,
            WriteMode.FIRST_WINS,
            WriteMode.LATEST_VERSION_WINS,
            WriteMode.LATEST_VERSION_WINS,
            WriteMode.FIRST_WINS,
            WriteMode.LATEST_VERSION_WINS,
            WriteMode.FIRST_WINS,
            WriteMode.FIRST_WINS,
            WriteMode.FIRST_WINS);
    assertThat(routes)
        .allSatisfy(route -> assertThat(route.table().columns()).isEqualTo(route.row().columns()));
  }

  @Test
  void readmeListsTheTables() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String start = "<!-- tables -->\n";
    String table =
        readme.substring(
            readme.indexOf(start) + start.length(), readme.indexOf("<!-- /tables -->"));

    assertThat(table.lines())
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("| topic | record | table | mode |", "|---|---|---|---|"),
                    TableRoutes.byDefault().stream().map(TableRoutesTest::readmeLine))
                .toList());
  }

  private static String readmeLine(TableRoute<?> route) {
    Table table = route.table();
    String mode =
        switch (table.mode()) {
          case LATEST_VERSION_WINS ->
              "latest version wins, by `%s`".formatted(table.columns().get(table.version()).name());
          case FIRST_WINS ->
              table.key().size() == 1
                  ? "first wins"
                  : "first wins, on `%s`".formatted(String.join("` and `", table.key()));
        };
    return "| `%s` | %s | `%s` | %s |"
        .formatted(route.topic(), route.type().getSimpleName(), table.name(), mode);
  }

  @Test
  void latestVersionWinsNamesItsVersion() {
    List<TableRoute<?>> routes =
        TableRoutes.parse(
            GOOD.replace("first-wins", "latest-version-wins\n    version: amount_minor"), "f.yaml");

    assertThat(routes.get(0).table().mode()).isEqualTo(WriteMode.LATEST_VERSION_WINS);
    assertThat(routes.get(0).table().version()).isEqualTo(3);
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("my.yaml"), GOOD);
    assertThat(TableRoutes.in(file)).hasSize(1);

    Files.writeString(file, GOOD.replace("mode: first-wins", "mode: last-wins"));
    assertThatThrownBy(() -> TableRoutes.in(file))
        .hasMessageStartingWith(file + ", fraud.decisions: ");
  }

  @Test
  void aFileThatIsNoTextIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("my.yaml"), new byte[] {'t', (byte) 0xff, '\n'});

    assertThatThrownBy(() -> TableRoutes.in(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": must be a text in UTF-8");
  }

  @Test
  void namesTheTableAndTheRuleThatItBreaks() {
    assertRefused(
        GOOD.replace("first-wins", "last-wins"),
        "f.yaml, fraud.decisions: mode must be first-wins or latest-version-wins, got 'last-wins'");
    assertRefused(
        GOOD.replace("    mode: first-wins\n", ""),
        "f.yaml, fraud.decisions: mode must be first-wins or latest-version-wins, got 'null'");
    assertRefused(
        GOOD.replace("topic: payments.fraud-decisions", "topic: ''"),
        "f.yaml, fraud.decisions: topic must be set");
    assertRefused(
        GOOD.replace("    record: dev.millrace.payments.FraudDecision\n", ""),
        "f.yaml, fraud.decisions: record must be set");
    assertRefused(
        GOOD.replace("FraudDecision", "Nothing"),
        "f.yaml, fraud.decisions: record must be a generated class, got 'dev.millrace.payments.Nothing'");
    assertRefused(
        GOOD.replace("dev.millrace.payments.FraudDecision", "java.lang.String"),
        "f.yaml, fraud.decisions: record must be a generated class, got 'java.lang.String'");
    assertRefused(
        GOOD.replace("[transaction_id]", "[]"),
        "f.yaml, fraud.decisions: table fraud.decisions: key must name at least one column");
    assertRefused(
        GOOD.replace("    key: [transaction_id]\n", ""),
        "f.yaml, fraud.decisions: table fraud.decisions: key must name at least one column");
    assertRefused(
        GOOD.replace("[transaction_id]", "[id]"),
        "f.yaml, fraud.decisions: table fraud.decisions: key must be among the columns");
    assertRefused(
        GOOD.replace("fraud.decisions:", "Decisions:"),
        "f.yaml, Decisions: table Decisions: name must be schema.table in lower case");
    assertRefused(
        GOOD.replace("first-wins", "latest-version-wins"),
        "version must be given for latest-version-wins and for nothing else");
    assertRefused(
        GOOD.replace("first-wins", "latest-version-wins\n    version: card_id"),
        "version must be a whole number or a time among the columns");
    assertRefused("tables:\n  fraud.decisions:\n", "f.yaml, fraud.decisions: topic must be set");
  }

  @Test
  void aKeyIsNeverNull() {
    assertRefused(
        """
        tables:
          supply.alerts:
            topic: supply.alerts
            record: dev.millrace.supply.SupplyAlert
            key: [alert_id, resolved_at]
            mode: first-wins
        """,
        "f.yaml, supply.alerts: key must be a field that is never null, got 'resolved_at'");
  }

  @Test
  void aVersionIsNeverNull() {
    assertRefused(
        """
        tables:
          supply.alerts:
            topic: supply.alerts
            record: dev.millrace.supply.SupplyAlert
            key: [alert_id]
            mode: latest-version-wins
            version: resolved_at
        """,
        "f.yaml, supply.alerts: version must be a field that is never null, got 'resolved_at'");
  }

  @Test
  void topicGoesIntoSeveralTablesAsOneRecord() {
    String twice =
        GOOD + GOOD.substring(GOOD.indexOf("  fraud")).replace("fraud.decisions", "fraud.copy");
    assertThat(TableRoutes.parse(twice, "f.yaml"))
        .extracting(TableRoute::topic)
        .containsOnly("payments.fraud-decisions")
        .hasSize(2);
    assertRefused(
        GOOD
            + """
              fraud.labels:
                topic: payments.fraud-decisions
                record: dev.millrace.payments.FraudLabel
                key: [transaction_id]
                mode: first-wins
            """,
        "f.yaml: topic payments.fraud-decisions must be of one record in all its tables, got"
            + " dev.millrace.payments.FraudDecision and dev.millrace.payments.FraudLabel");
  }

  @Test
  void aTableHasOneRoute() {
    assertRefused(
        GOOD + GOOD.substring(GOOD.indexOf("  fraud")),
        "f.yaml: Duplicate field 'fraud.decisions'");
    assertRefused(GOOD + "    mode: first-wins\n", "f.yaml: Duplicate field 'mode'");
  }

  @Test
  void namesTheFileThatIsNoList() {
    assertRefused("", "f.yaml: ");
    assertRefused("tables:\n", "f.yaml: tables must name at least one table");
    assertRefused("tables: {}\n", "f.yaml: tables must name at least one table");
    assertRefused("tabels: {}\n", "f.yaml: Missing required creator property 'tables'");
    assertRefused(GOOD + "tabels: {}\n", "f.yaml: Unrecognized field \"tabels\"");
    assertRefused(GOOD + "    kye: [id]\n", "f.yaml: Unrecognized field \"kye\"");
    assertRefused("tables: [\n", "f.yaml: ");
  }

  private static void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> TableRoutes.parse(yaml, "f.yaml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
