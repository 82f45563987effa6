package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that Flink's processes run from.
 *
 * @param description what a person is told
 * @param classPath in {@code java -cp} form
 * @param plugins folder of plugins
 */
record FlinkDistribution(String description, String classPath, Path plugins) {
  /** What Flink's own start scripts open to it. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.net",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/sun.nio.ch",
          "java.base/java.lang.reflect",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks");

  private static final List<String> EXPORTED =
      List.of(
          "java.rmi/sun.rmi.registry",
          "java.security.jgss/sun.security.krb5",
          "jdk.compiler/com.sun.tools.javac.api",
          "jdk.compiler/com.sun.tools.javac.file",
          "jdk.compiler/com.sun.tools.javac.parser",
          "jdk.compiler/com.sun.tools.javac.tree",
          "jdk.compiler/com.sun.tools.javac.util");

  FlinkDistribution {
    requireNonNull(description);
    requireNonNull(classPath);
    requireNonNull(plugins);
  }

  /** The distribution that FLINK_HOME names, otherwise the one that the build put together. */
  static FlinkDistribution find(Folders folders, Map<String, String> environment) {
    Path built = folders.local().resolve("flink/target/lib");
    Built.require(built, folders);
    // The loopback metrics reporter.
    Path reporter = folders.local().resolve("flink/target/classes");
    Built.require(reporter, folders);
    String home = environment.getOrDefault("FLINK_HOME", "");
    if (home.isEmpty()) {
      return new FlinkDistribution(
          "Flink from Maven",
          built + "/*:" + reporter,
          folders.local().resolve("flink/target/plugins"));
    }
    Path lib = Path.of(home, "lib");
    if (!contains(lib, "flink-dist-")) {
      throw new StackException(
          "FLINK_HOME is %s, and there is no lib/flink-dist-*.jar in it".formatted(home));
    }
    // Two things that a distribution does not have in its lib folder: the driver of the tables, and
    // the reporter.
    String added =
        Stream.concat(
                Stream.of("postgresql-", "flink-metrics-prometheus-")
                    .flatMap(prefix -> jars(built, prefix).stream()),
                Stream.of(reporter))
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    return new FlinkDistribution(
        "Flink from FLINK_HOME " + home, lib + "/*:" + added, Path.of(home, "plugins"));
  }

  private static boolean contains(Path folder, String prefix) {
    return Files.isDirectory(folder) && !jars(folder, prefix).isEmpty();
  }

  private static List<Path> jars(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Options that every Flink JVM needs. */
  static List<String> jvmOptions() {
    return Stream.concat(
            OPENED.stream().map(opened -> "--add-opens=" + opened + "=ALL-UNNAMED"),
            EXPORTED.stream().map(exported -> "--add-exports=" + exported + "=ALL-UNNAMED"))
        .toList();
  }

  Map<String, String> environment(Folders folders) {
    return Map.of(
        "FLINK_CONF_DIR", folders.flinkConf().toString(),
        "FLINK_PLUGINS_DIR", plugins.toString());
  }
}
