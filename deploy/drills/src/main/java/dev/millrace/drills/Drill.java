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
 * @param title what happens, for the table of results
 * @param settings of the stack
 * @param upOptions what {@code scripts/up} is told
 * @param load the payments meanwhile
 * @param strikes how often it is broken
 * @param outage time between a strike and its healing; zero where the suite heals itself
 * @param quiet how long is measured before the first strike and after the last
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
    Duration quiet,
    LongFunction<Fault> fault) {
  // Longer than a hung TaskManager stays unnoticed: 12 s.
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofSeconds(20);

  /** A drill with the usual quiet. */
  Drill(
      String name,
      String title,
      Map<String, String> settings,
      List<String> upOptions,
      Load.Shape load,
      int strikes,
      Duration outage,
      LongFunction<Fault> fault) {
    this(name, title, settings, upOptions, load, strikes, outage, QUIET, fault);
  }

  Drill {
    requireNonNull(name);
    requireNonNull(title);
    settings = Map.copyOf(settings);
    upOptions = List.copyOf(upOptions);
    requireNonNull(load);
    requireNonNull(outage);
    requireNonNull(quiet);
    requireNonNull(fault);
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
        quiet.dividedBy(2),
        fault);
  }
}
