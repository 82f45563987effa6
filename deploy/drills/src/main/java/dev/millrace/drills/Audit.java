package dev.millrace.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the audit said.
 *
 * @param held how many invariants held
 * @param breaches the ones that did not, with the first offending ids
 */
record Audit(int held, List<String> breaches) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Audit {
    breaches = List.copyOf(breaches);
  }

  boolean passed() {
    return breaches.isEmpty() && held > 0;
  }

  /** Has database triggers record every attempt to take a row back, from now on. */
  static void arm(Arena arena) {
    arena.scripts().run("audit", "--arm");
  }

  static Audit of(Arena arena) {
    return parse(arena.scripts().result("audit", "--json", "--wait", "180").text());
  }

  static Audit parse(String json) {
    JsonNode checks;
    try {
      checks = JSON.readTree(json).path("checks");
    } catch (JsonProcessingException e) {
      throw new ToolException("the audit answered no JSON: " + json.strip(), e);
    }
    if (!checks.isArray() || checks.isEmpty()) {
      throw new ToolException("the audit checked nothing; see audit.err");
    }
    int held = 0;
    List<String> breaches = new ArrayList<>();
    for (JsonNode check : checks) {
      switch (check.path("state").asText()) {
        case "ok" -> held++;
        case "skipped" -> {}
        default ->
            breaches.add(
                "%s: %d breaches, first %s"
                    .formatted(
                        check.path("id").asText(),
                        check.path("breaches").asLong(),
                        check.path("first")));
      }
    }
    return new Audit(held, breaches);
  }
}
