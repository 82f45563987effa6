package dev.millrace.recommendations.benchmarks;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import dev.millrace.recommendations.RecommendationsOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recommendations-drain}: how fast the whole job works off what waits for it. */
@Command(
    name = "recommendations-drain",
    mixinStandardHelpOptions = true,
    description = {
      "Clicks a second that the whole job answers, with heap and with RocksDB state, beside a job that passes the same records on; in turns, medians.",
      "Reads shop.interactions of the running stack to its end; stop the jobs there, and fill it before: scripts/simulate shop --count 500000 --items 50000 --sessions 100000 --fast"
    })
final class DrainCommand implements Callable<Integer> {
  private static final String SOURCE = "shop.interactions";
  private static final String TARGET = "bench.recommendations-drain";
  private static final String PASS_THROUGH = "pass through";
  private static final int PARTITIONS = 8;

  @Spec private CommandSpec spec;

  @Option(names = "--rounds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--least",
      paramLabel = "N",
      description = "clicks that must be there; default: ${DEFAULT-VALUE}")
  private long least = 200_000;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private interface Job {
    long run() throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    StackState stack = StackState.ofThisProcess();
    String servers = stack.endpoint("kafka.bootstrap-servers");
    String registry = stack.endpoint("schema-registry.url");
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) servers))) {
      Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
      long clicks = sum(ends) - sum(offsets(admin, OffsetSpec.earliest()));
      if (clicks < least) {
        throw new ToolException(
            "%s must hold at least %d clicks, has %d: scripts/simulate shop --count N --fast"
                .formatted(SOURCE, least, clicks));
      }
      RecommendationsOptions heap = options(servers, registry, "heap");
      RecommendationsOptions rocksdb = options(servers, registry, "rocksdb");
      Drain drain = new Drain(SOURCE, ends, TARGET, SchemaRegistryFactory.of(heap.registry()));
      Map<String, Job> jobs = new LinkedHashMap<>();
      jobs.put(PASS_THROUGH, () -> drain.passThrough(heap));
      jobs.put("heap", () -> drain.recommend(heap));
      jobs.put("rocksdb", () -> drain.recommend(rocksdb));
      Map<String, List<Double>> rates = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Map.Entry<String, Job> job : jobs.entrySet()) {
          double rate = 1_000.0 * clicks / runOn(admin, job.getValue());
          rates.computeIfAbsent(job.getKey(), name -> new ArrayList<>()).add(rate);
          spec.commandLine()
              .getErr()
              .printf(Locale.ROOT, "%s: %.0f clicks/s%n", job.getKey(), rate);
          spec.commandLine().getErr().flush();
        }
      }
      print(clicks, rates);
    }
    return 0;
  }

  /** Runs a job into a topic of its own, which is gone afterwards. */
  private static long runOn(Admin admin, Job job) throws Exception {
    admin.createTopics(List.of(new NewTopic(TARGET, PARTITIONS, (short) 1))).all().get();
    try {
      return job.run();
    } finally {
      admin.deleteTopics(List.of(TARGET)).all().get();
    }
  }

  private static RecommendationsOptions options(String servers, String registry, String backend) {
    return RecommendationsOptions.from(
        new String[] {
          "-Dkafka.bootstrap-servers=" + servers,
          "-Dschema-registry.url=" + registry,
          "-Djob.state-backend=" + backend
        });
  }

  private static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        admin
            .describeTopics(List.of(SOURCE))
            .allTopicNames()
            .get()
            .get(SOURCE)
            .partitions()
            .stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(SOURCE, partition.partition()), p -> which));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private void print(long clicks, Map<String, List<Double>> rates) {
    PrintWriter out = spec.commandLine().getOut();
    double passThrough = median(rates.get(PASS_THROUGH));
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("clicks", clicks);
      rates.forEach((name, values) -> tree.put(name, Math.round(median(values))));
      out.print(Json.line(tree));
    } else {
      TextTable table = new TextTable("job", "clicks/s", "to pass through");
      rates.forEach(
          (name, values) ->
              table.add(
                  name,
                  String.format(Locale.ROOT, "%.0f", median(values)),
                  String.format(Locale.ROOT, "%.2f", median(values) / passThrough)));
      out.print(table);
    }
    out.flush();
  }
}
