package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts, their pages, their tests, dashboards and what the README lists fit together. */
class MonitoringTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path DEPLOY = ROOT.resolve("deploy");
  private static final Path MONITORING = DEPLOY.resolve("monitoring");
  private static final Path RUNBOOKS = DEPLOY.resolve("runbooks");
  private static final Path DASHBOARDS = MONITORING.resolve("dashboards");
  private static final String RULES = ".rules.yml";

  private static Stream<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    }
  }

  private static Set<String> names(Path folder, String suffix) throws IOException {
    return files(folder, suffix)
        .map(file -> file.getFileName().toString().replace(suffix, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    for (Path file : files(MONITORING, RULES).toList()) {
      for (JsonNode group : new YAMLMapper().readTree(file.toFile()).get("groups")) {
        group.get("rules").forEach(alerts::add);
      }
    }
    return alerts;
  }

  static Stream<Path> dashboards() throws IOException {
    return files(DASHBOARDS, ".json");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void anAlertSaysHowUrgentItIsAndWhatToDo(JsonNode alert) throws IOException {
    String name = alert.path("alert").asText();
    JsonNode annotations = alert.path("annotations");
    String severity = alert.at("/labels/severity").asText();
    assertThat(severity).isIn("critical", "warning");
    assertThat(annotations.path("summary").asText()).isNotBlank();
    assertThat(annotations.path("description").asText()).isNotBlank();
    assertThat(annotations.path("runbook").asText())
        .isEqualTo("deploy/runbooks/" + name + ".md")
        .satisfies(page -> assertThat(ROOT.resolve(page)).isNotEmptyFile());
    assertThat(MONITORING.resolve("README.md"))
        .content()
        .contains("\n| %s | %s |".formatted(name, severity));
  }

  @Test
  void everyAlertHasATestAndEveryRunbookAnAlert() throws IOException {
    Set<String> alerts =
        alerts().stream()
            .map(alert -> alert.path("alert").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> tested = new TreeSet<>();
    for (Path file : files(MONITORING.resolve("tests"), ".test.yml").toList()) {
      for (JsonNode test : new YAMLMapper().readTree(file.toFile()).get("tests")) {
        tested.addAll(test.findValuesAsText("alertname"));
      }
    }
    Set<String> pages = names(RUNBOOKS, ".md");
    assertThat(pages.remove("README")).as("where to begin").isTrue();
    assertThat(alerts).isEqualTo(tested).isEqualTo(pages);
  }

  @Test
  void whatHasAlertsHasADashboardThatTheReadmeNames() throws IOException {
    Set<String> dashboards = names(DASHBOARDS, ".json");
    assertThat(dashboards).isEqualTo(names(MONITORING, RULES));
    assertThat(MONITORING.resolve("README.md"))
        .content()
        .contains(dashboards.stream().map("(dashboards/%s.json)"::formatted).toList());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardCanBeImportedAndExplainsItself(Path file) throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
    String name = file.getFileName().toString().replace(".json", "");
    assertThat(dashboard.path("uid").asText()).isEqualTo("millrace-" + name);
    assertThat(dashboard.path("description").asText()).isNotBlank();
    assertThat(dashboard.path("id").isMissingNode()).as("an id of another Grafana").isTrue();
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.get("panels")) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.get("id").asInt())).as("id of " + title).isTrue();
      assertThat(cellsOf(panel.get("gridPos"))).as(title).allMatch(cells::add);
      if (!panel.get("type").asText().equals("row")) {
        requireReadable(title, panel);
      }
    }
  }

  /** Which of the grid's cells, 24 in a line, a panel takes. */
  private static List<String> cellsOf(JsonNode place) {
    int left = place.get("x").asInt();
    int top = place.get("y").asInt();
    List<String> cells = new ArrayList<>();
    for (int x = left; x < left + place.get("w").asInt(); x++) {
      assertThat(x).isBetween(0, 23);
      for (int y = top; y < top + place.get("h").asInt(); y++) {
        cells.add(x + "," + y);
      }
    }
    return cells;
  }

  private static void requireReadable(String title, JsonNode panel) {
    assertThat(panel.path("description").asText()).as(title).isNotBlank();
    assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
    assertThat(panel.get("targets")).as(title).isNotEmpty();
    assertThat(StreamSupport.stream(panel.get("targets").spliterator(), false))
        .as(title)
        .allSatisfy(
            query -> {
              assertThat(query.path("expr").asText()).isNotBlank();
              assertThat(query.path("legendFormat").asText()).isNotBlank();
              assertThat(query.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            });
  }
}
