package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the suite's scripts as a person would, on the drill's own stack. */
final class Script {
  private static final long PATIENCE_MINUTES = 15;

  private final Path root;
  private final Path logs;
  private final Map<String, String> environment;

  /**
   * Scripts of a stack.
   *
   * @param root folder of the suite
   * @param logs where their output goes
   * @param environment what tells them which stack
   */
  Script(Path root, Path logs, Map<String, String> environment) {
    this.root = requireNonNull(root);
    this.logs = requireNonNull(logs);
    this.environment = Map.copyOf(environment);
  }

  /** What a script left behind. */
  record Result(int code, Path log, Path errors) {

    String text() {
      return Script.text(log);
    }

    /** What it told the person who ran it: progress and failures. */
    String told() {
      return Script.text(errors);
    }
  }

  /**
   * Runs a script to its end.
   *
   * @throws ToolException with what it complained of if it failed
   */
  Result run(String script, String... arguments) {
    Result result = result(script, arguments);
    if (result.code() != 0) {
      throw new ToolException("scripts/%s failed: %s".formatted(script, result.told().strip()));
    }
    return result;
  }

  /** Runs a script to its end, whatever that is; its standard output alone is kept. */
  Result result(String script, String... arguments) {
    Process process = start(script, script, arguments);
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new ToolException(
            "scripts/%s did not end within %d min".formatted(script, PATIENCE_MINUTES));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while scripts/%s ran".formatted(script), e);
    }
    return new Result(process.exitValue(), log(script), errors(script));
  }

  /**
   * Starts a script.
   *
   * @param name of the files that output and errors go to, over those that are there
   */
  Process start(String script, String name, String[] arguments) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("scripts").resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(log(name).toFile())
            .redirectError(errors(name).toFile());
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(logs);
      return builder.start();
    } catch (IOException e) {
      throw new ToolException("cannot run scripts/" + script, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ToolException("cannot read " + file, e);
    }
  }

  private Path errors(String name) {
    return logs.resolve(name + ".err");
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }
}
