package dev.millrace.simulator;

import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.supply.DisruptionKind;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.simulator.supply.SupplyRun;
import dev.millrace.simulator.supply.SyntheticSupply;
import dev.millrace.simulator.supply.Truth;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends what happens in a supply chain, and writes down what went wrong in it. */
@Command(
    name = "supply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends what happens in a supply chain: plans and milestones of shipments, stock levels, orders,"
          + " supplier confirmations and temperatures, in which some things go wrong.",
      "Days that are over are sent at the pace asked for; from now on each record when it is time."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all sent", "1:not so; the last line says why", "2:wrong options"})
final class SupplyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day. Default: so that the last day ends now.")
  private Optional<LocalDate> from;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days of event time; with --live those that are over. Default: 60.")
  private Optional<Integer> days;

  @Option(
      names = "--live",
      description = "Go on from now, each record when it is time, until Ctrl-C.")
  private boolean live;

  @ArgGroup private final PaceOptions pace = new PaceOptions();

  /** How fast to send; one way only. */
  private static final class PaceOptions {
    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Records per second, of days that are over. Default: 2000.")
    private double rate = 2_000;

    @Option(names = "--fast", description = "As fast as the broker takes them.")
    private boolean fast;

    Pace pace() {
      return fast ? new Pace.Fast() : new Pace.Steady(rate);
    }
  }

  @Option(names = "--count", paramLabel = "N", description = "End after this many records.")
  private Optional<Long> count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same seed and first day give the same records. Default: from the clock.")
  private Optional<Long> seed;

  @Option(
      names = "--calm-days",
      paramLabel = "N",
      description = "Days before the first disruption, for detectors to learn. Default: 45.")
  private int calmDays = 45;

  @Option(
      names = "--disruptions",
      split = ",",
      paramLabel = "KIND",
      description =
          "What goes wrong: all (default), none, or of port-closure, supplier-failure, storm,"
              + " demand-spike, reefer-failure, data-outage.")
  private List<String> disruptions = List.of("all");

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "Write what went wrong to this file, one JSON object a line.")
  private Optional<Path> truth;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka. Default: the local stack's.")
  private Optional<String> bootstrapServers;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description = "The schema registry's Confluent API. Default: the local stack's.")
  private Optional<String> registry;

  private static final int DEFAULT_DAYS = 60;

  @Override
  public Integer call() {
    requireSoundOptions();
    Set<DisruptionKind> kinds = kinds();
    Clock clock = Clock.systemUTC();
    Instant now = clock.instant();
    Duration span = Duration.ofDays(days.orElse(DEFAULT_DAYS));
    Instant start =
        from.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
            .orElseGet(() -> now.minus(span));
    SyntheticSupply supply =
        new SyntheticSupply(
            seed.orElseGet(now::getEpochSecond),
            start.toEpochMilli(),
            live ? Long.MAX_VALUE : start.plus(span).toEpochMilli(),
            calmDays,
            kinds);
    SupplyRun run =
        new SupplyRun(
            Endpoints.of(stack(), bootstrapServers, registry),
            pace.pace(),
            count.orElse(Long.MAX_VALUE),
            clock);
    try (Interruption interruption = new Interruption()) {
      interruption.onInterrupt(run::stop);
      run.send(supply, schemas());
      // Before the process may end: it waits for nothing that comes after this.
      List<Truth> truths = supply.truths();
      truth.ifPresent(file -> write(file, truths));
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? Json.line(tree(run, truths)) : text(run, truths));
      out.flush();
    }
    return 0;
  }

  private static Map<String, Schema> schemas() {
    return Map.of(
        SupplyEvent.PLANS, ShipmentPlan.getClassSchema(),
        SupplyEvent.MILESTONES, ShipmentMilestone.getClassSchema(),
        SupplyEvent.STOCK_LEVELS, StockLevel.getClassSchema(),
        SupplyEvent.ORDERS, SupplyOrder.getClassSchema(),
        SupplyEvent.CONFIRMATIONS, SupplierConfirmation.getClassSchema(),
        SupplyEvent.TELEMETRY, TelemetryReading.getClassSchema());
  }

  private static void write(Path file, List<Truth> truths) {
    StringBuilder lines = new StringBuilder();
    truths.forEach(one -> lines.append(Json.line(one.tree())));
    try {
      Files.writeString(file, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ToolException("--truth: %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private static Map<String, Object> tree(SupplyRun run, List<Truth> truths) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sent", run.sent());
    tree.put("wentWrong", byKind(truths));
    return tree;
  }

  private static String text(SupplyRun run, List<Truth> truths) {
    StringBuilder text = new StringBuilder();
    run.sent()
        .forEach(
            (topic, sent) ->
                text.append(String.format(Locale.ROOT, "sent %,d to %s%n", sent, topic)));
    byKind(truths)
        .forEach(
            (kind, number) ->
                text.append(String.format(Locale.ROOT, "went wrong: %,d %s%n", number, kind)));
    return text.toString();
  }

  private static Map<String, Integer> byKind(List<Truth> truths) {
    Map<String, Integer> byKind = new LinkedHashMap<>();
    for (Truth one : truths) {
      byKind.merge(one.kind(), 1, Integer::sum);
    }
    return byKind;
  }

  private Set<DisruptionKind> kinds() {
    Set<DisruptionKind> kinds = EnumSet.noneOf(DisruptionKind.class);
    for (String name : disruptions) {
      if (name.equals("all")) {
        kinds.addAll(EnumSet.allOf(DisruptionKind.class));
      } else if (!name.equals("none")) {
        kinds.add(kind(name));
      }
    }
    return kinds;
  }

  private DisruptionKind kind(String name) {
    try {
      return DisruptionKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--disruptions must be all, none or kinds such as port-closure, is " + name,
          e);
    }
  }

  private void requireSoundOptions() {
    require(
        pace.fast || (pace.rate > 0 && !Double.isInfinite(pace.rate)),
        "--rate must be above 0, is " + pace.rate);
    require(
        count.isEmpty() || count.get() >= 1, "--count must be 1 or more, is " + count.orElse(0L));
    require(days.isEmpty() || days.get() >= 1, "--days must be 1 or more, is " + days.orElse(0));
    require(
        !live || from.isEmpty() || days.isEmpty(),
        "--days is of no use with --live and --from: it says when the first day is, as --from does");
    require(calmDays >= 0, "--calm-days must be 0 or more, is " + calmDays);
  }

  private void require(boolean sound, String rule) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private static StackState stack() {
    return new StackState(Path.of(System.getProperty("millrace.state", ".local")));
  }
}
