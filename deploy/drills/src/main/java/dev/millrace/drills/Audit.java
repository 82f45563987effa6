package dev.millrace.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the audit said of the invariants that a drill is held to: all of the payments, I1 to I8. One
 * that was not looked at has not held.
 *
 * @param held how many held, one that may have nothing to check and had nothing among them
 * @param partly which of those were looked at only in part: after a long outage a short drill ends
 *     before a decision has to know the labels that came since
 * @param breaches the ones that did not, with the first offending ids, or why they were not looked
 *     at
 */
record Audit(int held, Set<String> partly, List<String> breaches) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> REQUIRED =
      Set.of("I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8");

  /** Of dead letters, which there are if bad records were sent, and only then. */
  private static final String REFUSALS = "I8";

  Audit {
    partly = new TreeSet<>(partly);
    breaches = List.copyOf(breaches);
  }

  boolean passed() {
    return breaches.isEmpty() && held > 0;
  }

  /** Has database triggers record every attempt to take a row back, from now on. */
  static void arm(Arena arena) {
    arena.scripts().run("audit", "--arm");
  }

  /**
   * Audits the stack.
   *
   * @param badRecords whether any were sent that a job has to refuse
   */
  static Audit of(Arena arena, boolean badRecords) {
    String delay = Integer.toString(Load.LABEL_DELAY_DAYS);
    return parse(
        arena.scripts().result("audit", "--json", "--wait", "180", "--label-delay", delay).text(),
        badRecords);
  }

  static Audit parse(String json, boolean badRecords) {
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
    Set<String> partly = new TreeSet<>();
    Set<String> missing = new TreeSet<>(REQUIRED);
    for (JsonNode check : checks) {
      String id = check.path("id").asText();
      boolean required = missing.remove(id);
      String state = check.path("state").asText();
      if (state.equals("breach")) {
        breaches.add(
            "%s: %d breaches, first %s"
                .formatted(id, check.path("breaches").asLong(), check.path("first")));
      } else if (id.equals(REFUSALS) && !badRecords && check.path("checked").asLong() > 0) {
        breaches.add(
            "%s: %d dead letters, and no bad record was sent"
                .formatted(id, check.path("checked").asLong()));
      } else if (required && isProof(id, state, check.path("checked").asLong(), badRecords)) {
        held++;
        if (!isComplete(check)) {
          partly.add(id);
        }
      } else if (required) {
        breaches.add("%s: %s, %s".formatted(id, state, check.path("notes")));
      }
    }
    missing.forEach(id -> breaches.add(id + ": not in the audit's answer"));
    return new Audit(held, partly, breaches);
  }

  private static boolean isProof(String id, String state, long checked, boolean badRecords) {
    if (id.equals(REFUSALS) && !badRecords) {
      return state.equals("nothing to check");
    }
    return checked > 0 && state.equals("ok");
  }

  /** The same, with what the drill itself has found amiss. */
  Audit with(List<String> more) {
    List<String> all = new ArrayList<>(breaches);
    all.addAll(more);
    return new Audit(held, partly, all);
  }

  /** Whether it looked for all that it could find. */
  private static boolean isComplete(JsonNode check) {
    for (JsonNode note : check.path("notes")) {
      if (note.asText().startsWith("incomplete")) {
        return false;
      }
    }
    return true;
  }
}
