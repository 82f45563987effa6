package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A stack of the drill's own, on free ports, with nothing in it at first. Signals go only to
 * processes that this stack has started.
 */
final class Arena implements AutoCloseable {
  private static final Duration GONE = Duration.ofSeconds(10);
  private static final String SUPERVISOR = ".supervisor";
  // One for each Flink process, and some that others may take meanwhile.
  private static final int METRICS_PORTS = 20;

  private final Path state;
  private final FreePorts free = new FreePorts();
  private final Map<String, Integer> ports;
  private final Map<String, String> settings;
  private final Script scripts;
  private final Consumer<String> progress;
  private final List<AutoCloseable> alongside = new ArrayList<>();
  private final Thread onExit = new Thread(this::abandon, "drill-stop");
  private boolean ended;

  /**
   * Prepares a stack without starting it, and ends it with this process at the latest.
   *
   * @throws CancellationException if this process ends already
   */
  static Arena open(Path root, Path state, Map<String, String> wanted, Consumer<String> progress) {
    Arena arena = new Arena(root, state, wanted, progress);
    try {
      Runtime.getRuntime().addShutdownHook(arena.onExit);
    } catch (IllegalStateException e) {
      throw new CancellationException("the drills were stopped");
    }
    return arena;
  }

  /**
   * A stack that only {@link #close} ends.
   *
   * @param root folder of the suite
   * @param state the stack's folder, empty or absent
   * @param wanted settings of the stack beyond ports
   * @param progress hears what goes wrong at the end
   */
  Arena(Path root, Path state, Map<String, String> wanted, Consumer<String> progress) {
    this.progress = requireNonNull(progress);
    this.state = state.toAbsolutePath().normalize();
    this.ports = namedPorts();
    this.settings = new HashMap<>(wanted);
    List<Integer> metrics = free.find(METRICS_PORTS);
    settings.putIfAbsent(
        "flink.metrics-ports", "%d-%d".formatted(metrics.get(0), metrics.get(METRICS_PORTS - 1)));
    Path file = this.state.resolve("stack.properties");
    this.scripts =
        new Script(
            root,
            this.state.resolve("drill"),
            Map.of("MILLRACE_STATE", this.state.toString(), "MILLRACE_STACK", file.toString()));
  }

  private Map<String, Integer> namedPorts() {
    List<String> names =
        List.of(
            "kafka.port",
            "kafka.controller-port",
            "schema-registry.port",
            "database.port",
            "flink.rest-port",
            "flink.rpc-port",
            "flink.standby-rest-port",
            "flink.standby-rpc-port",
            "zookeeper.port");
    List<Integer> found = free.find(names.size());
    Map<String, Integer> named = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), found.get(i));
    }
    return named;
  }

  /** Ports that nothing else of this stack gets. */
  List<Integer> freePorts(int count) {
    return free.find(count);
  }

  /** A port that the stack's settings name, such as {@code database.port}. */
  int port(String setting) {
    return ports.get(setting);
  }

  /** Ports of which each of the stack's Flink processes has one, where it tells its metrics. */
  List<Integer> metricsPorts() {
    String[] ends = settings.get("flink.metrics-ports").split("-", -1);
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
        .boxed()
        .toList();
  }

  /** Sets a setting of the stack; to be called before {@link #start}. */
  void set(String setting, String value) {
    settings.put(setting, value);
  }

  /** Lets something be closed with the arena. */
  <T extends AutoCloseable> T keep(T closeable) {
    alongside.add(closeable);
    return closeable;
  }

  Script scripts() {
    return scripts;
  }

  Path state() {
    return state;
  }

  StackState addresses() {
    return new StackState(state);
  }

  /** Starts the stack, with topics, schemas and tables, and without jobs. */
  void start(String... upOptions) {
    Map<String, String> all = new TreeMap<>(settings);
    ports.forEach((name, port) -> all.putIfAbsent(name, Integer.toString(port)));
    List<String> lines =
        all.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList();
    try {
      Files.createDirectories(state.resolve("drill"));
      Files.write(state.resolve("stack.properties"), lines);
    } catch (IOException e) {
      throw new ToolException("cannot write the settings of the drill's stack", e);
    }
    scripts.run("up", upOptions);
    scripts.run("topics", "apply");
    scripts.run("schemas", "register");
    scripts.run("migrate");
  }

  /**
   * Submits a job: scoring is told how soon this load's labels come.
   *
   * @param options further ones, such as {@code -Dkey=value}
   * @return what the script said
   */
  String submit(String job, String... options) {
    List<String> arguments = new ArrayList<>(List.of(job));
    if (job.equals("fraud-scoring")) {
      arguments.add("-Dscoring.label-delay=%d d".formatted(Load.LABEL_DELAY_DAYS));
    }
    arguments.addAll(List.of(options));
    return scripts.run("submit", arguments.toArray(new String[0])).told();
  }

  /**
   * Pid of a component, such as {@code taskmanager-1}; empty while it does not run. A pid that the
   * machine has given to something else meanwhile is none of ours.
   */
  Optional<Long> pid(String component) {
    return recorded(component).filter(this::isOurs);
  }

  /** Whatever this stack starts has its folder in the command line. */
  private boolean isOurs(long pid) {
    try {
      byte[] words = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return new String(words, StandardCharsets.UTF_8).contains(state + "/");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private Optional<Long> recorded(String name) {
    try {
      return Optional.of(
          Long.parseLong(Files.readString(state.resolve("pids").resolve(name)).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends a signal to a component.
   *
   * @param signal name without SIG, such as {@code KILL}
   * @throws ToolException if it does not run
   */
  void signal(String signal, String component) {
    send(signal, pid(component).orElseThrow(() -> new ToolException(component + " does not run")));
  }

  /**
   * Kills a component for good, with all that it has started, in the midst of what they do: what
   * would start it again goes first.
   */
  void killForGood(String component) {
    pid(component + SUPERVISOR).ifPresent(pid -> send("KILL", pid));
    if (pid(component).isEmpty()) {
      throw new ToolException(component + " does not run");
    }
    killAll(component);
    Conditions.await(component + " is gone", GONE, () -> pid(component).isEmpty());
  }

  private void send(String signal, long pid) {
    try {
      int code =
          // The shell's own kill: a small system has no program of that name.
          new ProcessBuilder("bash", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(pid))
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (code != 0) {
        throw new ToolException("cannot send %s to pid %d".formatted(signal, pid));
      }
    } catch (IOException e) {
      throw new ToolException("cannot run kill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }

  /** Whoever stops the drill stops its load and its stack, and takes away what it has made. */
  void abandon() {
    endChildren();
    try {
      end();
    } finally {
      // A load that was asked once waits for decisions, which nobody makes any more.
      endChildren();
    }
  }

  private static void endChildren() {
    ProcessHandle.current().children().forEach(ProcessHandle::destroy);
  }

  /** Stops everything; data and logs stay. */
  @Override
  public void close() {
    try {
      end();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(onExit);
      } catch (IllegalStateException e) {
        // Somebody stops the drill just now, and there is nothing left to stop.
      }
    }
  }

  /** Once, whoever comes first: the drill itself or who stops it. */
  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      stop();
    } finally {
      closeAlongside();
    }
  }

  /**
   * By the script, and by force where that fails: the next drill is measured beside what is left.
   */
  private void stop() {
    try {
      Script.Result down = scripts.result("down");
      if (down.code() == 0) {
        return;
      }
      progress.accept("scripts/down failed, killing the stack: " + down.told().strip());
    } catch (ToolException e) {
      progress.accept("scripts/down failed, killing the stack: " + e.getMessage());
    }
    Set<String> names = recordedNames();
    // First of all what would start the others again.
    names.stream().filter(name -> name.endsWith(SUPERVISOR)).forEach(this::killAll);
    names.stream().filter(name -> !name.endsWith(SUPERVISOR)).forEach(this::killAll);
    Conditions.await(
        "the stack in %s is gone".formatted(state),
        GONE,
        () -> names.stream().allMatch(name -> pid(name).isEmpty()));
  }

  /**
   * With what it has started, such as PostgreSQL's processes for its clients, which would otherwise
   * end what they are at and answer. The process itself goes first: it would start others.
   */
  private void killAll(String name) {
    pid(name)
        .flatMap(ProcessHandle::of)
        .ifPresent(
            process ->
                Stream.concat(Stream.of(process), process.descendants())
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly));
  }

  /** Names under which pids are recorded, of components and what watches over them. */
  private Set<String> recordedNames() {
    Path pids = state.resolve("pids");
    if (!Files.isDirectory(pids)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.list(pids)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains(".") || name.endsWith(SUPERVISOR))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new ToolException("cannot list " + pids, e);
    }
  }

  /** Each of them, whatever becomes of the others; the last first. */
  private void closeAlongside() {
    List<String> failures = new ArrayList<>();
    while (!alongside.isEmpty()) {
      AutoCloseable each = alongside.remove(alongside.size() - 1);
      try {
        each.close();
      } catch (Exception e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    if (!failures.isEmpty()) {
      throw new ToolException("cannot close what the drill has made: " + failures);
    }
  }
}
