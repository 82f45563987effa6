package dev.millrace.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts what does not run, waits until all of it answers, and brings back the jobs. */
@Command(name = "up", description = "Starts the local stack, or the parts of it that do not run.")
final class UpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--ha", description = "With a second JobManager that takes over, and ZooKeeper.")
  private boolean highlyAvailable;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    StateLock.holding(folders, () -> up(stack(folders)));
    return 0;
  }

  private Stack stack(Folders folders) {
    if (!highlyAvailable) {
      return Stack.read(folders, System.getenv());
    }
    Stack stack = Stack.readHighlyAvailable(folders, System.getenv());
    if (stack.highAvailability() == HighAvailability.NONE) {
      throw new StackException(
          "the stack runs with one JobManager; --ha takes effect after scripts/down, which keeps jobs and data");
    }
    return stack;
  }

  private void up(Stack stack) {
    Progress progress = new Progress(spec.commandLine().getErr());
    long begin = System.nanoTime();
    List<String> changes = stack.changes(System.getenv());
    if (!changes.isEmpty()) {
      progress.line(
          "running with older settings until the next scripts/down; changed since: "
              + String.join(", ", changes));
    }
    start(stack, progress);
    stack.endpoints().write(stack.folders().endpoints());
    try {
      new JobControl(stack, progress).bringBackAll();
      progress.line(
          String.format(Locale.ROOT, "all up in %.1f s", (System.nanoTime() - begin) / 1e9));
    } finally {
      // Everything answers, whatever becomes of the jobs.
      printAddresses(stack);
    }
  }

  private static void start(Stack stack, Progress progress) {
    List<Component> starting =
        stack.components().stream().filter(component -> !stack.alive(component)).toList();
    new Preconditions(stack).check(starting);
    if (!starting.isEmpty()) {
      if (stack.highAvailability() == HighAvailability.NONE) {
        forgetFailover(stack.folders());
      }
      progress.line("starting with " + stack.flink().description());
      new FlinkConfiguration(
              stack.highAvailability().templates().stream()
                  .map(stack.folders().templates()::resolve)
                  .toList(),
              stack.settings())
          .render(stack.values(), stack.folders().flinkConf().resolve("config.yaml"));
      stack.settings().save(stack.folders().runningSettings());
      stack
          .values()
          .render(
              "log4j2-flink.properties", stack.folders().flinkConf().resolve("log4j.properties"));
      stack
          .values()
          .render(
              "log4j2-flink-cli.properties",
              stack.folders().flinkConf().resolve("log4j-cli.properties"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(stack.components().size());
    try {
      List<CompletableFuture<Optional<String>>> startups = new ArrayList<>();
      for (Component component : stack.components()) {
        Startup startup = new Startup(stack, component, progress);
        startups.add(CompletableFuture.supplyAsync(startup::run, threads));
      }
      List<String> failures =
          startups.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
      if (!failures.isEmpty()) {
        throw new StackException(String.join(System.lineSeparator(), failures));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * What two JobManagers left for each other. Without them this stack brings the jobs back itself,
   * and the next `up --ha` must not bring them back a second time.
   */
  private static void forgetFailover(Folders folders) {
    new FileTree(folders.data().resolve("zookeeper")).delete();
    new FileTree(folders.data().resolve("flink-ha")).delete();
  }

  private void printAddresses(Stack stack) {
    spec.commandLine()
        .getOut()
        .printf(
            """
            Flink dashboard   %s
            Kafka             %s
            Schema registry   %s
            PostgreSQL        %s
            State and logs    %s
            """,
            String.join(" ", stack.endpoints().flinks()),
            stack.endpoints().kafka(),
            stack.endpoints().schemaRegistry(),
            stack.endpoints().database(),
            stack.folders().shown(stack.folders().state()));
    spec.commandLine().getOut().flush();
  }
}
