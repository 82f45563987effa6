package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The breaches that were planted, and those that could not be. Filled by a self-test, then read.
 */
final class Plants {
  static final String NONE = "none";

  private final Consumer<String> progress;
  private final List<Plant> planted = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /**
   * A planted breach.
   *
   * @param expected the invariant that it breaches, or that none is
   * @param breached those that the audit found
   */
  record Plant(String what, String expected, List<String> breached) {

    boolean found() {
      return expected.equals(NONE) ? breached.isEmpty() : breached.contains(expected);
    }
  }

  /**
   * None yet.
   *
   * @param progress hears what is being done
   */
  Plants(Consumer<String> progress) {
    this.progress = requireNonNull(progress);
  }

  Consumer<String> progress() {
    return progress;
  }

  void add(Plant plant) {
    planted.add(plant);
  }

  /** That something could not be planted, and why. */
  void skip(String what) {
    skipped.add(what);
    progress.accept("skipped: " + what);
  }

  /**
   * Whether something can be planted although Kafka has deleted records; says so if not.
   *
   * @param whole topics that must have them all
   * @param cut those that do not
   */
  boolean canPlant(String what, Set<String> whole, Set<String> cut) {
    Set<String> lacking = new TreeSet<>(whole);
    lacking.retainAll(cut);
    if (!lacking.isEmpty()) {
      skip(
          "%s, because Kafka has deleted records of %s"
              .formatted(what, String.join(", ", lacking)));
    }
    return lacking.isEmpty();
  }

  List<Plant> planted() {
    return List.copyOf(planted);
  }

  List<String> skipped() {
    return List.copyOf(skipped);
  }

  /** Whether all that was planted was found; what was skipped proves nothing. */
  boolean passed() {
    return planted.stream().allMatch(Plant::found);
  }

  String text() {
    TextTable table = new TextTable("planted", "breaches", "audit found", "");
    planted.forEach(
        plant ->
            table.add(
                plant.what(),
                plant.expected(),
                plant.breached().isEmpty() ? NONE : String.join(" ", plant.breached()),
                plant.found() ? "ok" : "MISSED"));
    StringBuilder text = new StringBuilder(table.toString());
    skipped.forEach(what -> text.append("skipped: " + what + "\n"));
    return text.toString();
  }

  String json() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("passed", passed());
    tree.put("skipped", skipped);
    tree.put("plants", planted.stream().map(Plants::tree).toList());
    return Json.line(tree);
  }

  private static Map<String, Object> tree(Plant plant) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("planted", plant.what());
    tree.put("expected", plant.expected());
    tree.put("breached", plant.breached());
    tree.put("found", plant.found());
    return tree;
  }
}
