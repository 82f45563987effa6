package dev.millrace.supplydesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.supply.DisruptionKind;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.simulator.supply.SyntheticSupply;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.SupplyChainAlertsOptions;
import dev.millrace.supplychain.SupplyChainAlertsOptions.Alerting;
import dev.millrace.supplychain.operator.ClockRules;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Judges alerts on a simulated supply chain. */
@Command(
    name = "evaluate-simulation",
    mixinStandardHelpOptions = true,
    description = {
      "Judges alerts on a simulated supply chain of which it is known what goes wrong, through the job's own topology:",
      "recall, precision, minutes from first evidence to alert, alerts per disruption, wrongly suppressed alerts."
    })
final class EvaluateSimulationCommand implements Callable<Integer> {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  @Spec private CommandSpec spec;

  @Option(
      names = "--simulate",
      description = "Simulate; without it public data are judged.",
      required = true)
  @SuppressWarnings("UnusedVariable") // says which command it is
  private boolean simulate;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days in which things go wrong; default: ${DEFAULT-VALUE}.",
      defaultValue = "90")
  private int days;

  @Option(
      names = "--calm-days",
      paramLabel = "N",
      description = "Days before, to learn from; default: ${DEFAULT-VALUE}.",
      defaultValue = "45")
  private int calmDays;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed gives the same supply chain; default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--lead",
      paramLabel = "SECONDS",
      description =
          "How far records may be ahead of what the job has done, in simulated seconds; the less, the slower; default: ${DEFAULT-VALUE}.",
      defaultValue = "300")
  private int lead;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of the job supply-chain-alerts; the others have their defaults.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (days < 1 || calmDays < 1) {
      throw new ToolException(
          "--days and --calm-days must be 1 or more, are %d and %d".formatted(days, calmDays));
    }
    Alerting alerting = alerting();
    TrustedRecords.trust();
    long calmUntil = START.plus(Duration.ofDays(calmDays)).toEpochMilli();
    long end = START.plus(Duration.ofDays((long) calmDays + days)).toEpochMilli();
    SyntheticSupply supply =
        new SyntheticSupply(
            seed, START.toEpochMilli(), end, calmDays, EnumSet.allOf(DisruptionKind.class));
    List<SupplyEvent> events = new ArrayList<>();
    supply.forEachRemaining(events::add);
    Collection<SupplyAlert> alerts =
        SimulatedNetwork.alerts(events, Duration.ofSeconds(lead), alerting);
    DisruptionScore score = DisruptionScore.of(alerts, supply.truths(), calmUntil, end);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(Map.of("simulated", score.tree())) : score.text());
    out.flush();
    return 0;
  }

  /** The job's options, before minutes are spent on making events. */
  private Alerting alerting() {
    Alerting alerting;
    try {
      alerting = SupplyChainAlertsOptions.from(arguments()).alerting();
    } catch (InvalidOptionsException e) {
      throw new ToolException(e.getMessage(), e);
    }
    // Less than the clocks' own lateness would wait for ever.
    long least = Math.max(60, alerting.clock().lateness().toSeconds() + 1);
    if (lead < least) {
      throw new ToolException("--lead must be %d or more, is %d".formatted(least, lead));
    }
    if (alerting.clock().mode() != ClockRules.Mode.LIVE) {
      // Of topics with a record in hours event times alone are hours behind.
      throw new ToolException("clock.mode must be live, for the simulation has a clock of its own");
    }
    return alerting;
  }

  private String[] arguments() {
    List<String> arguments = new ArrayList<>();
    // Required by the job, and not used here.
    arguments.add("-Dkafka.bootstrap-servers=127.0.0.1:9");
    arguments.add("-Dschema-registry.url=http://127.0.0.1:9");
    options.forEach((key, value) -> arguments.add("-D%s=%s".formatted(key, value)));
    return arguments.toArray(String[]::new);
  }
}
