package dev.millrace.drills;

import dev.millrace.console.FailureLine;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Drills from the command line; scripts/drill calls it. */
@Command(
    name = "drill",
    description = "Breaks a stack of its own under load, heals it, and audits what came of it.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every drill passed",
      "1:one did not, or could not be run",
      "2:wrong options"
    })
public final class Drills implements Callable<Integer> {
  private static final String ALL = "all";
  // So long that decisions after an outage have to know labels that came before it.
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration SHORT_QUIET = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Drills to run, or all. --list names them.")
  private List<String> names = List.of();

  @Option(names = "--list", description = "Print the drills there are, and run none.")
  private boolean list;

  @Option(
      names = "--seed",
      paramLabel = "N[,N...]",
      split = ",",
      description =
          "Payments and moments of the strikes are drawn from it; with several, each drill runs with"
              + " each. Default: 1.")
  private List<Long> seeds = List.of(1L);

  @Option(
      names = "--short",
      description = "Two strikes and 20 s of outage at the most: minutes instead of an hour.")
  private boolean shortened;

  @Option(names = "--json", description = "Print the results as one JSON object.")
  private boolean json;

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Drills())
        .setExecutionExceptionHandler(FailureLine.ofTheCommand())
        .execute(args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Catalogue.ALL.forEach(drill -> out.printf("%-20s %s%n", drill.name(), drill.what()));
      out.flush();
      return 0;
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Drill drill : chosen()) {
      for (long seed : seeds) {
        Outcome outcome = outcome(shortened ? drill.shortened() : drill, seed);
        outcomes.add(outcome);
        tell(ResultsTable.line(outcome));
      }
    }
    out.print(json ? ResultsTable.json(outcomes) : ResultsTable.text(outcomes));
    out.flush();
    return ResultsTable.passed(outcomes) ? 0 : 1;
  }

  /** A drill that breaks down, for whatever reason, does not take those after it with it. */
  private Outcome outcome(Drill drill, long seed) {
    try {
      return run(drill, seed);
    } catch (CancellationException e) {
      throw e; // nobody wants the drills that are left
    } catch (ToolException e) {
      return new Failure(drill, seed, e.getMessage());
    } catch (RuntimeException e) {
      return new Failure(drill, seed, e.toString());
    }
  }

  private List<Drill> chosen() {
    if (names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "name a drill, or all: " + String.join(", ", Catalogue.names()));
    }
    List<Drill> named =
        names.stream().filter(name -> !name.equals(ALL)).map(this::drillNamed).toList();
    return names.contains(ALL) ? Catalogue.ALL : named;
  }

  private Drill drillNamed(String name) {
    return Catalogue.find(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "%s is no drill; there are %s"
                        .formatted(name, String.join(", ", Catalogue.names()))));
  }

  private Result run(Drill drill, long seed) {
    Path state;
    try {
      state = Files.createTempDirectory("millrace-drill-");
    } catch (IOException e) {
      throw new ToolException("cannot create a folder for the stack", e);
    }
    boolean passed = false;
    try {
      Result result =
          new DrillRun(drill, seed, shortened ? SHORT_QUIET : QUIET, this::tell)
              .run(Path.of(System.getProperty("millrace.root")), state);
      passed = result.passed();
      return result;
    } finally {
      if (passed) {
        delete(state);
      } else {
        tell("data and logs are kept in " + state);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new ToolException("cannot delete " + folder, e);
    }
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
