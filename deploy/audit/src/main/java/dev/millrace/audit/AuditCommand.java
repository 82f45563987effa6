package dev.millrace.audit;

import dev.millrace.console.FailureLine;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The audit from the command line; scripts/audit calls it. */
@Command(
    name = "audit",
    description = "Holds every output of the suite against its input.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every invariant held",
      "1:one did not, or the audit could not be made",
      "2:wrong options"
    })
public final class AuditCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--arm",
      description = "From now on the database records every attempt to take a row back (I5).")
  private boolean arm;

  @Option(names = "--disarm", description = "Stop that, and remove what recorded it.")
  private boolean disarm;

  @Option(
      names = "--self-test",
      description = "Plant a breach of every kind in a scratch copy, and find each.")
  private boolean selfTest;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long the jobs may take to catch up before it counts as a breach. Default: 60.")
  private int waitSeconds = 60;

  @Option(
      names = "--label-delay",
      paramLabel = "DAYS",
      description = "scoring.label-delay of the job, in days. Default: 7.")
  private int labelDelayDays = 7;

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "scoring.currency of the job. Default: EUR.")
  private String currency = "EUR";

  @Option(
      names = "--rates",
      paramLabel = "RATES",
      description = "scoring.rates of the job, such as 'HUF 0.0026; JPY 0.0062'. Default: none.")
  private String rates = "";

  @Option(
      names = "--grace",
      paramLabel = "HOURS",
      description =
          "Longest milestones.grace of the job supply-chain-alerts, in hours. Default: 12.")
  private int graceHours = 12;

  @Option(names = "--json", description = "Print the findings as one JSON object.")
  private boolean json;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new AuditCommand())
            .setExecutionExceptionHandler(FailureLine.ofTheCommand())
            .execute(args));
  }

  @Override
  public Integer call() {
    require(waitSeconds >= 0, "--wait must be 0 or more, is " + waitSeconds);
    require(labelDelayDays >= 0, "--label-delay must be 0 or more, is " + labelDelayDays);
    require(graceHours >= 0, "--grace must be 0 or more, is " + graceHours);
    require(
        List.of(arm, disarm, selfTest).stream().filter(chosen -> chosen).count() <= 1,
        "only one of --arm, --disarm and --self-test");
    OneCurrency compared = oneCurrency();
    StackState stack = StackState.ofThisProcess();
    if (arm || disarm) {
      watch(stack);
      return 0;
    }
    return selfTest ? selfTest(stack, compared) : audit(stack, compared);
  }

  private void watch(StackState stack) {
    try (Tables tables = Tables.of(stack)) {
      Watch watch = new Watch(tables.connection());
      if (arm) {
        watch.arm(WatchedTables.ofThisRepository());
      } else {
        watch.disarm();
      }
    } catch (SQLException e) {
      throw new ToolException("the database refuses: " + e.getMessage(), e);
    }
  }

  private int audit(StackState stack, OneCurrency compared) {
    List<Finding> findings =
        new ArrayList<>(
            Invariants.check(
                new Collection(stack, this::tell).collect(Duration.ofSeconds(waitSeconds)),
                Duration.ofDays(labelDelayDays).toMillis(),
                compared));
    findings.addAll(
        new SupplyInvariants(new SupplyCollection(stack, this::tell).collect(), grace()).check());
    print(json ? Findings.json(findings) : Findings.text(findings));
    return Findings.passed(findings) ? 0 : 1;
  }

  private int selfTest(StackState stack, OneCurrency compared) {
    Plants plants = new Plants(this::tell);
    new SelfTest(stack, Duration.ofDays(labelDelayDays), compared, plants).run();
    SupplyPlants.plant(stack, grace(), plants);
    print(json ? plants.json() : plants.text());
    return plants.passed() ? 0 : 1;
  }

  private OneCurrency oneCurrency() {
    try {
      return OneCurrency.of(currency, rates);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--currency and --rates must be as scoring.currency and scoring.rates of the job: "
              + e.getMessage(),
          e);
    }
  }

  private Duration grace() {
    return Duration.ofHours(graceHours);
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private void require(boolean sound, String rule) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }
}
