package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where things are: the source tree, and under it or elsewhere all that the stack writes. */
record Folders(Path root, Path state) {
  Folders {
    requireNonNull(root);
    requireNonNull(state);
  }

  /** As the scripts say, by the system properties millrace.root and millrace.state. */
  static Folders fromSystemProperties() {
    return new Folders(folder("millrace.root"), folder("millrace.state"));
  }

  private static Path folder(String property) {
    String value = System.getProperty(property);
    if (value == null || value.isBlank()) {
      throw new StackException("-D" + property + " is not set; start this through scripts/");
    }
    return Path.of(value).toAbsolutePath().normalize();
  }

  Path local() {
    return root.resolve("deploy/local");
  }

  Path templates() {
    return local().resolve("conf");
  }

  Path conf() {
    return state.resolve("conf");
  }

  Path flinkConf() {
    return conf().resolve("flink");
  }

  /** The settings of the stack that runs, written when it was started. */
  Path runningSettings() {
    return conf().resolve("running.properties");
  }

  Path logs() {
    return state.resolve("logs");
  }

  Path pids() {
    return state.resolve("pids");
  }

  Path data() {
    return state.resolve("data");
  }

  Path secrets() {
    return state.resolve("secrets");
  }

  Path jobs() {
    return state.resolve("jobs");
  }

  Path checkpoints() {
    return state.resolve("checkpoints");
  }

  Path savepoints() {
    return state.resolve("savepoints");
  }

  Path endpoints() {
    return state.resolve("endpoints.properties");
  }

  /** A path as a person finds it: relative to the source tree where it is inside. */
  String shown(Path path) {
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }
}
