package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component's process and the small script that watches over it. Only processes whose command
 * line is the component's own are ever seen or signalled: a pid that the machine has given to
 * something else is none of ours.
 */
final class ComponentProcess {
  private final Folders folders;
  private final String name;
  private final String marker;

  ComponentProcess(Folders folders, Component component) {
    this.folders = requireNonNull(folders);
    this.name = component.name();
    this.marker = component.marker();
  }

  /** The component itself. */
  Optional<LocalProcess> process() {
    return LocalProcess.recorded(folders.pids().resolve(name), marker);
  }

  /** What starts the component again when it dies. */
  Optional<LocalProcess> supervisor() {
    return LocalProcess.recorded(
        folders.pids().resolve(name + ".supervisor"), " " + folders.pids() + " " + name + " ");
  }

  boolean alive() {
    return process().isPresent() || supervisor().isPresent();
  }

  /** How often it was started again since it was started. */
  int restarts() {
    try {
      return Integer.parseInt(Files.readString(folders.pids().resolve(name + ".restarts")).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** Starts it, detached from this process, and returns without waiting for it. */
  Process start(Launch launch) {
    try {
      Files.createDirectories(folders.pids());
      Files.createDirectories(launch.output().getParent());
      Files.deleteIfExists(folders.pids().resolve(name + ".restarts"));
      List<String> command = new ArrayList<>();
      command.add("bash");
      command.add(folders.local().resolve("supervise").toString());
      command.add(folders.pids().toString());
      command.add(name);
      command.add(launch.stopSignal());
      command.add(Integer.toString(launch.restarts()));
      command.addAll(launch.command());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folders.state().toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output().toFile()))
              .redirectErrorStream(true);
      Map<String, String> environment = builder.environment();
      // What a shell happens to have set for other Java programs is not for these.
      environment.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "CLASSPATH", "JAVA_OPTS"));
      environment.putAll(launch.environment());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends it: gracefully, and with force after {@code patience}.
   *
   * @return whether it ended by itself
   */
  boolean stop(Duration patience) {
    Optional<LocalProcess> supervisor = supervisor();
    supervisor.ifPresent(found -> found.handle().destroy());
    if (supervisor.isEmpty()) {
      // The supervisor was killed: the component has to be told directly.
      process().ifPresent(found -> found.handle().destroy());
    }
    if (Deadline.in(patience).await(() -> !alive())) {
      forget();
      return true;
    }
    supervisor().ifPresent(found -> found.handle().destroyForcibly());
    process()
        .ifPresent(
            found -> {
              found.handle().descendants().forEach(ProcessHandle::destroyForcibly);
              found.handle().destroyForcibly();
            });
    Deadline.in(Duration.ofSeconds(10)).await(() -> !alive());
    forget();
    return false;
  }

  private void forget() {
    try {
      for (String suffix : List.of("", ".supervisor", ".restarts")) {
        Files.deleteIfExists(folders.pids().resolve(name + suffix));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
