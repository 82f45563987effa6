package dev.millrace.drain;

import static java.util.Objects.requireNonNull;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.console.Json;
import dev.millrace.console.StackState;
import dev.millrace.console.TextTable;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How fast a whole job works off what waits for it, and what that costs: with heap and with RocksDB
 * state, beside a job that passes the same records on, in turns. Reads topics of the running stack
 * to their ends, in this process.
 */
public abstract class DrainCommand implements Callable<Integer> {
  private static final String PASS_THROUGH = "pass through";
  private static final String HEAP = "heap";
  private static final List<String> STATES = List.of(HEAP, "rocksdb");
  private static final int PARTITIONS = 8;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final List<String> topics;
  private final String noun;

  @Spec private CommandSpec spec;

  @Option(names = "--rounds", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
  private int rounds = 3;

  @Option(
      names = "--least",
      paramLabel = "N",
      description = "records that must be there; default: ${DEFAULT-VALUE}")
  private long least = 200_000;

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "heap|rocksdb",
      description = "Where the job keeps its state; each in turns. Default: heap,rocksdb.")
  private List<String> states = STATES;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = "Start the job from this savepoint. Default: it knows nothing.")
  private Optional<Path> from;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private interface Run {
    long millis(String target) throws Exception;
  }

  /**
   * What came of a run.
   *
   * @param rate records a second
   * @param cost processor time of this process, the broker's not among it: seconds of a core for a
   *     million records
   */
  private record Figures(double rate, double cost) {
    static Figures median(List<Figures> rounds) {
      return new Figures(
          middle(rounds.stream().map(Figures::rate)), middle(rounds.stream().map(Figures::cost)));
    }

    private static double middle(Stream<Double> values) {
      List<Double> sorted = values.sorted().toList();
      return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
  }

  /**
   * For topics.
   *
   * @param topics what is read
   * @param noun what its records are, in the plural
   */
  protected DrainCommand(List<String> topics, String noun) {
    this.topics = List.copyOf(topics);
    this.noun = requireNonNull(noun);
  }

  /** The job with these options, each as {@code -Dkey=value}. */
  protected abstract DrainedJob job(String... options);

  @Override
  public Integer call() throws Exception {
    if (!STATES.containsAll(states)) {
      throw new ToolException(
          "--state must be of %s, is %s"
              .formatted(String.join(", ", STATES), String.join(",", states)));
    }
    Optional<Path> savepoint = from.map(Path::toAbsolutePath);
    if (savepoint.isPresent() && !Files.exists(savepoint.get().resolve("_metadata"))) {
      throw new ToolException("--from must be a savepoint, %s is none".formatted(savepoint.get()));
    }
    StackState stack = StackState.ofThisProcess();
    String servers = stack.endpoint("kafka.bootstrap-servers");
    String registry = stack.endpoint("schema-registry.url");
    Path checkpoints = Files.createDirectories(stack.folder().resolve("bench-checkpoints"));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) servers))) {
      Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
      long records = sum(ends) - sum(offsets(admin, OffsetSpec.earliest()));
      if (records < least) {
        throw new ToolException(
            "%s must hold at least %d %s, has %d: scripts/simulate sends them with --fast"
                .formatted(String.join(", ", topics), least, noun, records));
      }
      WaitingRecords waiting = new WaitingRecords(topics, ends, checkpoints);
      DrainedJob passing = job(options(servers, registry, HEAP));
      Map<String, Run> runs = new LinkedHashMap<>();
      runs.put(PASS_THROUGH, target -> waiting.pass(passing, target));
      for (String state : states) {
        DrainedJob job = job(options(servers, registry, state));
        runs.put(state, target -> waiting.drain(job, target, savepoint));
      }
      Map<String, Figures> figures = new LinkedHashMap<>();
      rounds(admin, records, runs)
          .forEach((name, rounds) -> figures.put(name, Figures.median(rounds)));
      print(records, figures);
    }
    return 0;
  }

  private Map<String, List<Figures>> rounds(Admin admin, long records, Map<String, Run> runs)
      throws Exception {
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Run> run : runs.entrySet()) {
        long before = PROCESS.getProcessCpuTime();
        long millis = millis(admin, run.getValue());
        double seconds = (PROCESS.getProcessCpuTime() - before) / 1e9;
        Figures figures = new Figures(1_000.0 * records / millis, 1e6 * seconds / records);
        all.computeIfAbsent(run.getKey(), name -> new ArrayList<>()).add(figures);
        PrintWriter progress = spec.commandLine().getErr();
        progress.printf(
            Locale.ROOT,
            "%s: %.0f %s/s, %.1f core s per million%n",
            run.getKey(),
            figures.rate(),
            noun,
            figures.cost());
        progress.flush();
      }
    }
    return all;
  }

  /** Runs it into a topic of its own: one that was killed leaves its topic behind. */
  private static long millis(Admin admin, Run run) throws Exception {
    String target = "bench.drain." + ProcessHandle.current().pid();
    admin.createTopics(List.of(new NewTopic(target, PARTITIONS, (short) 1))).all().get();
    try {
      return run.millis(target);
    } finally {
      admin.deleteTopics(List.of(target)).all().get();
    }
  }

  private static String[] options(String servers, String registry, String backend) {
    return new String[] {
      "-Dkafka.bootstrap-servers=" + servers,
      "-Dschema-registry.url=" + registry,
      "-Djob.state-backend=" + backend
    };
  }

  private Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        admin.describeTopics(topics).allTopicNames().get().values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(each -> new TopicPartition(topic.name(), each.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> which));
    return admin.listOffsets(asked).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private void print(long records, Map<String, Figures> figures) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      Map<String, Object> costs = new LinkedHashMap<>();
      tree.put(noun, records);
      figures.forEach(
          (name, each) -> {
            tree.put(name, Math.round(each.rate()));
            costs.put(name, Math.round(10 * each.cost()) / 10.0);
          });
      tree.put("coreSecondsPerMillion", costs);
      out.print(Json.line(tree));
    } else {
      double passThrough = figures.get(PASS_THROUGH).rate();
      TextTable table = new TextTable("job", noun + "/s", "to pass through", "core s per million");
      figures.forEach(
          (name, each) ->
              table.add(
                  name,
                  String.format(Locale.ROOT, "%.0f", each.rate()),
                  String.format(Locale.ROOT, "%.3f", each.rate() / passThrough),
                  String.format(Locale.ROOT, "%.1f", each.cost())));
      out.print(table);
    }
    out.flush();
  }
}
