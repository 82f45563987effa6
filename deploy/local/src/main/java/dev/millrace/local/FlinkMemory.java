package dev.millrace.local;

import java.nio.file.Path;
import java.util.List;

/**
 * How Flink divides the configured size of a process, as its own start scripts ask it.
 *
 * @param jvmOptions heap, direct memory and metaspace
 * @param arguments of the process
 */
record FlinkMemory(List<String> jvmOptions, List<String> arguments) {
  private static final String PREFIX = "BASH_JAVA_UTILS_EXEC_RESULT:";

  FlinkMemory {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  static FlinkMemory ask(String question, FlinkDistribution flink, Folders folders) {
    List<String> command =
        List.of(
            JavaCommand.executable(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.level=ERROR",
            "-cp",
            flink.classPath(),
            "org.apache.flink.runtime.util.bash.BashJavaUtils",
            question,
            "--configDir",
            folders.flinkConf().toString());
    Path conf = folders.flinkConf();
    return parse(
        Tool.run(
            "dividing the memory configured in " + folders.shown(conf.resolve("config.yaml")),
            command,
            flink.environment(folders),
            folders));
  }

  static FlinkMemory parse(String output) {
    List<String> results =
        output
            .lines()
            .filter(line -> line.startsWith(PREFIX))
            .map(line -> line.substring(PREFIX.length()).strip())
            .toList();
    if (results.size() != 2) {
      throw new StackException("Flink did not say how to divide its memory:\n" + output);
    }
    return new FlinkMemory(
        List.of(results.get(0).split("\\s+", -1)), List.of(results.get(1).split("\\s+")));
  }
}
