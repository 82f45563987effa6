package dev.millrace.simulator;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.simulator.delivery.PaymentTopics;
import dev.millrace.simulator.delivery.TopicCheck;
import dev.millrace.simulator.hostile.HostileCorpus;
import dev.millrace.simulator.hostile.HostileRecord;
import dev.millrace.simulator.hostile.HostileRegistration;
import dev.millrace.simulator.hostile.HostileSchema;
import dev.millrace.simulator.hostile.HostileSink;
import dev.millrace.simulator.hostile.HostileTopic;
import dev.millrace.suite.DeadLetter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends what nobody should send, to the topics that carry data. */
@Command(
    name = "hostile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends broken and malicious records to the topics of payments, labels, decisions and dead"
          + " letters: each kind at every byte and in every field that it fits. The header"
          + " simulator-hostile names the kind.",
      "Nothing may come of it but dead letters and rows of plain data."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:all sent", "1:not so; the last line says why", "2:wrong options"})
final class HostileCommand implements Callable<Integer> {
  private static final String DEAD_LETTERS = "suite.dead-letters";

  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      paramLabel = "N",
      description =
          "Send so many: some of the corpus, or from its beginning again. Default: all of it once.")
  private Optional<Long> count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The same seed gives the same records, in the same order. Default: a new one from the"
              + " clock.")
  private Optional<Long> seed;

  @Option(
      names = "--only",
      paramLabel = "KIND",
      split = ",",
      description = "Send only records of these kinds.")
  private Set<String> only = Set.of();

  @Option(
      names = "--not",
      paramLabel = "KIND",
      split = ",",
      description = "Leave records of these kinds out.")
  private Set<String> not = Set.of();

  @Option(
      names = "--register",
      description =
          "Register hostile schemas under the subject "
              + HostileRegistration.SUBJECT
              + " and send records of them too. They stay in the registry.")
  private boolean register;

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

  @Override
  public Integer call() {
    if (count.isPresent() && count.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 1 or more, is " + count.get());
    }
    Map<String, Schema> sound = soundSchemas();
    SortedSet<String> kinds = HostileCorpus.kinds(sound);
    requireKinds("--only", only, kinds);
    requireKinds("--not", not, kinds);
    Endpoints endpoints = Endpoints.of(stack(), bootstrapServers, registry);
    long world = seed.orElseGet(() -> Clock.systemUTC().instant().getEpochSecond());
    TopicCheck.requireTopics(endpoints.bootstrapServers(), sound.keySet());
    HostileCorpus corpus =
        new HostileCorpus(topics(sound, endpoints), world, Clock.systemUTC().millis())
            .of(this::isWanted);
    requireSome(corpus);

    HostileReport report = new HostileReport(world);
    try (HostileSink sink = new HostileSink(endpoints.bootstrapServers())) {
      Iterator<HostileRecord> records = corpus.first(count.orElse((long) corpus.records().size()));
      while (records.hasNext()) {
        HostileRecord hostile = records.next();
        sink.send(hostile);
        report.add(hostile);
      }
      sink.finish();
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? report.json() : report.text());
    out.flush();
    return 0;
  }

  private boolean isWanted(String kind) {
    return (only.isEmpty() || only.contains(kind)) && !not.contains(kind);
  }

  private void requireKinds(String option, Set<String> named, SortedSet<String> kinds) {
    for (String kind : named) {
      if (!kinds.contains(kind)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s must name kinds, is %s; there are %s"
                .formatted(option, kind, String.join(", ", kinds)));
      }
    }
  }

  private void requireSome(HostileCorpus corpus) {
    if (corpus.records().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--only and --not must leave a kind; some kinds are sent with --register alone");
    }
  }

  private static Map<String, Schema> soundSchemas() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    schemas.put(PaymentTopics.TRANSACTIONS, Transaction.getClassSchema());
    schemas.put(PaymentTopics.FRAUD_LABELS, FraudLabel.getClassSchema());
    schemas.put(PaymentTopics.FRAUD_DECISIONS, FraudDecision.getClassSchema());
    schemas.put(DEAD_LETTERS, DeadLetter.getClassSchema());
    return schemas;
  }

  private List<HostileTopic> topics(Map<String, Schema> sound, Endpoints endpoints) {
    SchemaRegistry known = endpoints.registry();
    return sound.entrySet().stream()
        .map(
            entry ->
                new HostileTopic(
                    entry.getKey(),
                    entry.getValue(),
                    idOf(entry.getKey(), entry.getValue(), known),
                    register ? registered(entry.getValue(), endpoints) : Map.of()))
        .toList();
  }

  private static int idOf(String topic, Schema schema, SchemaRegistry registry) {
    try {
      return registry.idOf(WireFormat.subjectOf(topic), schema);
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  private static Map<Integer, HostileSchema> registered(Schema sound, Endpoints endpoints) {
    return new HostileRegistration(endpoints.registryUrl(), Endpoints.REGISTRY_TIMEOUT)
        .register(HostileSchema.like(sound));
  }

  private static StackState stack() {
    return new StackState(Path.of(System.getProperty("millrace.state", ".local")));
  }
}
