package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the stack consists of, by its settings. Nothing is started or written by making one. */
record Stack(
    Folders folders,
    Settings settings,
    Endpoints endpoints,
    Values values,
    FlinkDistribution flink,
    FlinkRest rest,
    List<Component> components) {
  Stack {
    requireNonNull(folders);
    requireNonNull(settings);
    requireNonNull(endpoints);
    requireNonNull(values);
    requireNonNull(flink);
    requireNonNull(rest);
    components = List.copyOf(components);
  }

  /**
   * The stack as it runs, with the settings that it was started with, whatever the files say by
   * now. If nothing of it runs, the stack as the files describe it.
   */
  static Stack read(Folders folders, Map<String, String> environment) {
    return read(folders, environment, configured(folders, environment));
  }

  /** As {@link #read}, with two JobManagers if nothing runs yet. */
  static Stack readHighlyAvailable(Folders folders, Map<String, String> environment) {
    Settings configured =
        configured(folders, environment).with(HighAvailability.SETTING, "zookeeper");
    return read(folders, environment, configured);
  }

  private static Stack read(Folders folders, Map<String, String> environment, Settings configured) {
    if (Files.exists(folders.runningSettings())) {
      Stack running = of(folders, configured.as(folders.runningSettings()), environment);
      if (running.components().stream().anyMatch(running::alive)) {
        return running;
      }
    }
    return of(folders, configured, environment);
  }

  /**
   * Settings that have been changed since the stack was started, as {@code name=value} that the
   * files now say.
   */
  List<String> changes(Map<String, String> environment) {
    Settings configured = configured(folders, environment);
    // That is asked for by `up --ha`, or in a file: an `up` without it asks for nothing else.
    return configured
        .with(HighAvailability.SETTING, settings.text(HighAvailability.SETTING))
        .differences(settings);
  }

  private static Settings configured(Folders folders, Map<String, String> environment) {
    List<Path> overrides =
        Optional.ofNullable(environment.get("MILLRACE_STACK"))
            .filter(file -> !file.isBlank())
            .map(Path::of)
            .stream()
            .toList();
    for (Path file : overrides) {
      if (!Files.isReadable(file)) {
        throw new StackException("MILLRACE_STACK names %s, which cannot be read".formatted(file));
      }
    }
    return Settings.read(folders.local().resolve("stack.properties"), overrides);
  }

  private static Stack of(Folders folders, Settings settings, Map<String, String> environment) {
    Endpoints endpoints = Endpoints.of(settings);
    Values values = Values.of(folders, settings, endpoints);
    FlinkDistribution flink = FlinkDistribution.find(folders, environment);
    FlinkRest rest = new FlinkRest(endpoints.flinks());
    List<Component> components = new ArrayList<>();
    components.add(new Kafka(folders, settings, values));
    components.add(new Postgres(folders, settings, values));
    components.add(new SchemaRegistryServer(folders, settings, values, endpoints));
    if (HighAvailability.of(settings) == HighAvailability.ZOOKEEPER) {
      components.add(new ZooKeeper(folders, settings, values));
      components.add(JobManager.first(folders, settings, flink));
      components.add(JobManager.standby(folders, settings, flink));
    } else {
      components.add(JobManager.first(folders, settings, flink));
    }
    for (int number = 1; number <= settings.count("taskmanagers"); number++) {
      components.add(new TaskManager(number, folders, settings, flink, rest));
    }
    return new Stack(folders, settings, endpoints, values, flink, rest, components);
  }

  ComponentProcess processOf(Component component) {
    return new ComponentProcess(folders, component);
  }

  boolean alive(Component component) {
    return processOf(component).alive();
  }

  HighAvailability highAvailability() {
    return HighAvailability.of(settings);
  }

  /** Whether a JobManager is there that goes on with the jobs, once it leads. */
  boolean failsOver() {
    return highAvailability() == HighAvailability.ZOOKEEPER && jobManagerAlive();
  }

  private boolean jobManagerAlive() {
    return components.stream().filter(JobManager.class::isInstance).anyMatch(this::alive);
  }

  /** Whether the cluster that answers is this stack's, and not another one at the same port. */
  boolean ownsCluster() {
    return rest.answers() && jobManagerAlive();
  }
}
