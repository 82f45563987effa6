package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * One drill.
 *
 * @param name as it is typed
 * @param title what happens, with {@code %s} where the outage is named
 * @param settings of the stack
 * @param upOptions what {@code scripts/up} is told
 * @param load the payments meanwhile
 * @param strikes how often it is broken
 * @param outage time between a strike and its healing; zero where the suite heals itself
 * @param fault makes what goes wrong, anew for each run, from its seed
 */
record Drill(
    String name,
    String title,
    Map<String, String> settings,
    List<String> upOptions,
    Load.Shape load,
    int strikes,
    Duration outage,
    LongFunction<Fault> fault) {
  // Longer than a hung TaskManager stays unnoticed: 12 s.
  private static final Duration SHORT = Duration.ofSeconds(20);

  Drill {
    requireNonNull(name);
    requireNonNull(title);
    settings = Map.copyOf(settings);
    upOptions = List.copyOf(upOptions);
    requireNonNull(load);
    requireNonNull(outage);
    requireNonNull(fault);
  }

  /** What happens, for the table of results. */
  String what() {
    return title.formatted(outage.toSeconds() + " s");
  }

  /** The drill as it is run in minutes rather than in an hour. */
  Drill shortened() {
    return new Drill(
        name,
        title,
        settings,
        upOptions,
        load,
        Math.min(strikes, 2),
        outage.compareTo(SHORT) > 0 ? SHORT : outage,
        fault);
  }
}
