package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts one component and waits until it answers. */
final class Startup {
  private static final int LINES = 20;

  private final Stack stack;
  private final Component component;
  private final ComponentProcess process;
  private final Progress progress;

  Startup(Stack stack, Component component, Progress progress) {
    this.stack = requireNonNull(stack);
    this.component = requireNonNull(component);
    this.process = stack.processOf(component);
    this.progress = requireNonNull(progress);
  }

  /** What went wrong, if anything did. */
  Optional<String> run() {
    long begin = System.nanoTime();
    try {
      if (process.alive()) {
        return await(begin, new Written(component), process.restarts(), "already running");
      }
      Launch launch = component.prepare();
      Written before = new Written(component);
      process.start(launch);
      // The supervisor writes its pid file first of all.
      Deadline.in(Duration.ofSeconds(5)).await(process::alive);
      return await(begin, before, 0, "started");
    } catch (StackException | UncheckedIOException e) {
      return Optional.of(
          "%s: %s%nWhat may help: %s in %s"
              .formatted(
                  component.name(),
                  e.getMessage(),
                  String.join(", ", component.settings()),
                  places(component.settings())));
    }
  }

  private Optional<String> await(long begin, Written before, int restarts, String verb) {
    Duration patience = stack.settings().seconds("start.timeout");
    Deadline deadline = Deadline.in(patience);
    while (!component.ready()) {
      if (!process.alive() || process.restarts() > restarts) {
        process.stop(Duration.ofSeconds(5));
        return Optional.of(failure("ended while it started", component.settings(), before));
      }
      if (deadline.over()) {
        List<String> help = new ArrayList<>(List.of("start.timeout"));
        help.addAll(component.settings());
        return Optional.of(
            failure("was not ready after %d s".formatted(patience.toSeconds()), help, before));
      }
      Deadline.pause();
    }
    progress.line(
        "%-16s %s, ready in %s s"
            .formatted(component.name(), verb, seconds(System.nanoTime() - begin)));
    return Optional.empty();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos / 1e9);
  }

  private String places(List<String> names) {
    return names.stream()
        .map(name -> stack.folders().shown(stack.settings().origin(name)))
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  private String failure(String what, List<String> help, Written before) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s. What may help: %s in %s"
            .formatted(component.name(), what, String.join(", ", help), places(help)));
    Optional<Path> log = before.grown();
    if (log.isEmpty()) {
      lines.add("It logged nothing.");
    } else {
      lines.add("Last lines of %s:".formatted(stack.folders().shown(log.get())));
      before.lines(log.get()).forEach(line -> lines.add("  " + line));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** How long the component's two logs were at a moment. */
  private record Written(Path log, long logLength, Path out, long outLength) {
    Written(Component component) {
      this(component.log(), sibling(component.log()));
    }

    private Written(Path log, Path out) {
      this(log, new LogFile(log).length(), out, new LogFile(out).length());
    }

    private static Path sibling(Path log) {
      return log.resolveSibling(log.getFileName().toString().replaceFirst("\\.log$", ".out"));
    }

    /** The one that has grown; what a JVM says before it can log counts most. */
    private Optional<Path> grown() {
      return !lines(log).isEmpty()
          ? Optional.of(log)
          : !lines(out).isEmpty() ? Optional.of(out) : Optional.empty();
    }

    private List<String> lines(Path file) {
      long from = file.equals(log) ? logLength : outLength;
      return new LogFile(file).messages(LINES, from);
    }
  }
}
