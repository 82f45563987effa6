package dev.millrace.simulator.epcis;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import dev.millrace.simulator.Endpoints;
import dev.millrace.simulator.delivery.Pace;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.simulator.supply.SupplyRun;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.TelemetryReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the milestones and readings in EPCIS documents. */
@Command(
    name = "epcis",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reads EPCIS 2.0 documents in JSON-LD and sends their milestones to supply.shipment-milestones"
          + " and what their sensors report to supply.telemetry.",
      "Nothing is sent if any event is invalid. What has no place in the suite is counted."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all sent", "1:not so; the last line says why", "2:wrong options"})
public final class EpcisCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "EPCIS documents.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Read and count only.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print the summary as one JSON object.")
  private boolean json;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka. Default: the local stack's.")
  private Optional<String> bootstrapServers = Optional.empty();

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description = "The schema registry's Confluent API. Default: the local stack's.")
  private Optional<String> registry = Optional.empty();

  @Override
  public Integer call() {
    TrustedRecords.trust();
    Clock clock = Clock.systemUTC();
    List<SupplyEvent> records = new ArrayList<>();
    SortedMap<String, Integer> unused = new TreeMap<>();
    for (Path file : files) {
      EpcisDocument document = read(file, clock.instant());
      records.addAll(document.records());
      document.unused().forEach((reason, number) -> unused.merge(reason, number, Integer::sum));
    }
    if (!dryRun) {
      Endpoints endpoints =
          Endpoints.of(
              new StackState(Path.of(System.getProperty("millrace.state", ".local"))),
              bootstrapServers,
              registry);
      new SupplyRun(endpoints, new Pace.Fast(), Long.MAX_VALUE, clock)
          .send(
              records.iterator(),
              Map.of(
                  SupplyEvent.MILESTONES, ShipmentMilestone.getClassSchema(),
                  SupplyEvent.TELEMETRY, TelemetryReading.getClassSchema()));
    }
    print(records, unused);
    return 0;
  }

  private static EpcisDocument read(Path file, Instant now) {
    try (InputStream in = Files.newInputStream(file)) {
      return EpcisDocument.read(in, now);
    } catch (InvalidEventException e) {
      throw new ToolException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new ToolException(
          "%s cannot be read as JSON: %s".formatted(file, e.getMessage().lines().findFirst().get()),
          e);
    }
  }

  private void print(List<SupplyEvent> records, SortedMap<String, Integer> unused) {
    SortedMap<String, Integer> byTopic = new TreeMap<>();
    records.forEach(record -> byTopic.merge(record.topic(), 1, Integer::sum));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put(dryRun ? "read" : "sent", byTopic);
      tree.put("unused", unused);
      out.print(Json.line(tree));
    } else {
      byTopic.forEach(
          (topic, number) ->
              out.printf(Locale.ROOT, "%s %,d for %s%n", dryRun ? "read" : "sent", number, topic));
      unused.forEach(
          (reason, number) -> out.printf(Locale.ROOT, "unused: %,d %s%n", number, reason));
    }
    out.flush();
  }
}
