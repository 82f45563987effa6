package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Payments in an open loop: each is sent when it is due, whatever the stack does. */
final class Load implements AutoCloseable {
  /** From a payment to its label, in days of the payments' own time. */
  static final int LABEL_DELAY_DAYS = 1;

  private static final long ENDLESS = 10_000_000;
  // So many that at 300 a second a day of theirs takes 13 s. A label then comes soon enough to
  // count, and for long enough, 30 days: longer than any outage, after which an audit could not
  // tell otherwise whether a decision has to know it.
  private static final int CARDS = 2_000;
  private static final int TERMINALS = 4_000;

  // Longer than an interrupted scripts/simulate waits for decisions, two minutes, and then ends.
  private static final Duration FINISH = Duration.ofSeconds(140);
  private static final Duration END = Duration.ofSeconds(2);
  private static final Duration LONG_END = Duration.ofSeconds(30);

  private final Clock clock = Clock.systemUTC();
  private final String name;
  private final Process process;
  private final Trace trace;

  /**
   * What is sent.
   *
   * @param rate payments a second
   * @param options further ones of {@code scripts/simulate payments}
   */
  record Shape(double rate, List<String> options) {
    Shape {
      options = List.copyOf(options);
    }

    static Shape of(double rate, String... options) {
      return new Shape(rate, List.of(options));
    }
  }

  private Load(String name, Process process, Trace trace) {
    this.name = requireNonNull(name);
    this.process = requireNonNull(process);
    this.trace = requireNonNull(trace);
  }

  /**
   * Starts to send.
   *
   * @param name of its trace and logs, one for each load of a drill
   */
  static Load start(Arena arena, String name, Shape shape, long seed) {
    Path trace = arena.state().resolve("drill").resolve(name + ".csv");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "payments",
                "--seed",
                Long.toString(seed),
                "--rate",
                String.format(Locale.ROOT, "%.0f", shape.rate()),
                "--count",
                Long.toString(ENDLESS),
                "--cards",
                Integer.toString(CARDS),
                "--terminals",
                Integer.toString(TERMINALS),
                "--labels-after",
                LABEL_DELAY_DAYS + "d",
                "--await",
                "--timeout",
                "30m",
                "--trace",
                trace.toString()));
    arguments.addAll(shape.options());
    return new Load(
        name,
        arena.scripts().start("simulate", name, arguments.toArray(new String[0])),
        new Trace(trace));
  }

  Trace trace() {
    return trace;
  }

  /**
   * @throws ToolException if it ended by itself: nothing after that would say anything
   */
  void requireRunning() {
    if (!process.isAlive()) {
      throw new ToolException(
          "the %1$s ended with code %2$d: see %1$s.err".formatted(name, process.exitValue()));
    }
  }

  /**
   * Ends the load as Ctrl-C would, and waits for the decisions on what it has sent: those that are
   * open at that moment are the slow ones.
   *
   * @throws ToolException if it had ended before, or does not end: its trace does not tell all
   */
  void finish() {
    requireRunning();
    process.destroy();
    if (!endsWithin(FINISH)) {
      throw new ToolException("the %s did not end within %d s".formatted(name, FINISH.toSeconds()));
    }
  }

  /** Ends the load if it has not ended yet, whatever becomes of what it has sent. */
  @Override
  public void close() {
    // The first time it would wait for decisions, and the stack may be gone.
    for (int i = 0; i < 2; i++) {
      process.destroy();
      if (endsWithin(END)) {
        return;
      }
    }
    if (!endsWithin(LONG_END)) {
      process.destroyForcibly();
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Waits until decisions are quick again for payments that were due after the moment, and no
   * payment waits for its own.
   */
  void awaitCalm(long moment, Duration patience) {
    boolean calm =
        Conditions.holdsWithin(
            patience,
            () -> {
              requireRunning();
              return trace.calmAfter(moment, clock.millis());
            });
    if (!calm) {
      throw new ToolException(
          "decisions as quick as before: not within %d s; of the payments, %s"
              .formatted(
                  patience.toSeconds(), trace.status().map(Load::waiting).orElse("none was sent")));
    }
  }

  private static String waiting(TraceStatus status) {
    return status.oldestDue().isEmpty()
        ? "none is undecided"
        : "%d are undecided, the oldest for %d s"
            .formatted(
                status.undecided(),
                TimeUnit.MILLISECONDS.toSeconds(status.at() - status.oldestDue().getAsLong()));
  }
}
