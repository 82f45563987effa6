package dev.millrace.recommendations.benchmarks;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import dev.millrace.recommendations.RecommendationsOptions;
import dev.millrace.recommendations.operator.PastShop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recommendations-history}: a large shop's state without the day that makes it. */
@Command(
    name = "recommendations-history",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a savepoint of the job as it is after a day of a large shop, with the options' defaults:"
          + " sessions of five clicks, items with all the neighbours that the job keeps.",
      "To measure with it: scripts/bench recommendations-drain --from FOLDER, or scripts/submit"
          + " recommendations --from FOLDER -Djob.state-backend=rocksdb and scripts/simulate shop --items N"
    })
final class HistoryCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "Where to; empty or absent.")
  private Path folder;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "A multiple of 50 from 200. Default: ${DEFAULT-VALUE}.")
  private int items = 1_000_000;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Sessions of the day, from 1. Default: ${DEFAULT-VALUE}.")
  private long sessions = 10_000_000;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    requireSoundOptions();
    long begin = System.nanoTime();
    RecommendationsOptions options =
        RecommendationsOptions.from(
            // Required, and used by nothing here.
            new String[] {
              "-Dkafka.bootstrap-servers=localhost:1", "-Dschema-registry.url=http://localhost:1"
            });
    StreamExecutionEnvironment env = environment();
    new PastShop(items, sessions, Clock.systemUTC().millis())
        .write(
            env,
            options.recommending(),
            options.job().maxParallelism(),
            folder.toAbsolutePath().toUri().toString());
    env.execute("recommendations-history");
    print(size(), (System.nanoTime() - begin) / 1_000_000_000);
    return 0;
  }

  private void requireSoundOptions() throws IOException {
    require(
        items >= 200 && items % 50 == 0, "--items must be a multiple of 50 from 200, got " + items);
    require(sessions >= 1, "--sessions must be at least 1, got " + sessions);
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        if (files.findAny().isPresent()) {
          throw new ToolException(folder + " must be empty");
        }
      }
    }
  }

  private void require(boolean sound, String rule) {
    if (!sound) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  /** Reuses no objects: what writes the state takes them from another thread. */
  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(
        new Configuration()
            .set(StateBackendOptions.STATE_BACKEND, "rocksdb")
            .set(CoreOptions.DEFAULT_PARALLELISM, 2)
            .set(ExecutionOptions.SNAPSHOT_COMPRESSION, true)
            // What writes states has 64 MiB for RocksDB: it would write files of a few records.
            .set(RocksDBOptions.USE_MANAGED_MEMORY, false)
            .set(RocksDBConfigurableOptions.WRITE_BUFFER_SIZE, MemorySize.ofMebiBytes(64)));
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private void print(long bytes, long seconds) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("items", items);
      tree.put("sessions", sessions);
      tree.put("bytes", bytes);
      tree.put("seconds", seconds);
      out.print(Json.line(tree));
    } else {
      out.printf(
          Locale.ROOT,
          "%,d items and %,d sessions: %,.0f MiB in %s, written in %d s%n",
          items,
          sessions,
          bytes / MEBIBYTE,
          folder,
          seconds);
    }
    out.flush();
  }
}
