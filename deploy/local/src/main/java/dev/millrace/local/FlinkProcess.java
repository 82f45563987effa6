package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What JobManager and TaskManagers have in common: both are started again when they die. */
abstract class FlinkProcess implements Component {
  private static final int RESTARTS = 5;

  private final String name;
  private final Folders folders;
  private final Settings settings;
  private final FlinkDistribution flink;

  FlinkProcess(String name, Folders folders, Settings settings, FlinkDistribution flink) {
    this.name = requireNonNull(name);
    this.folders = requireNonNull(folders);
    this.settings = requireNonNull(settings);
    this.flink = requireNonNull(flink);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String marker() {
    return "@" + arguments();
  }

  private Path arguments() {
    return folders.conf().resolve(name + ".arguments");
  }

  @Override
  public final Path log() {
    return folders.logs().resolve(name + ".log");
  }

  final Settings stack() {
    return settings;
  }

  abstract String memoryQuestion();

  abstract String mainClass();

  abstract List<String> ownArguments();

  /**
   * Flink creates most of its folders itself; it, or a job, fails where one of these is missing.
   */
  private void createFolders() {
    try {
      for (String name : List.of("tmp", "work", "upload")) {
        Files.createDirectories(folders.data().resolve("flink").resolve(name));
      }
      Files.createDirectories(folders.checkpoints());
      Files.createDirectories(folders.savepoints());
      Files.createDirectories(folders.state().resolve("schema-cache"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final Launch prepare() {
    createFolders();
    FlinkMemory memory = FlinkMemory.ask(memoryQuestion(), flink, folders);
    List<String> words = new ArrayList<>(memory.jvmOptions());
    words.addAll(FlinkDistribution.jvmOptions());
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(settings.words(settings().get(1)));
    words.add("-Dlog.file=" + log());
    words.add("-Dlog4j.configurationFile=" + folders.flinkConf().resolve("log4j.properties"));
    words.add("-cp");
    words.add(flink.classPath());
    words.add(mainClass());
    words.add("--configDir");
    words.add(folders.flinkConf().toString());
    words.addAll(memory.arguments());
    words.addAll(ownArguments());
    return new Launch(
        JavaCommand.of(arguments(), words),
        flink.environment(folders),
        folders.logs().resolve(name + ".out"),
        "TERM",
        RESTARTS,
        marker());
  }
}
