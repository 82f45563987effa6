package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs of the source tree, by folder name. */
record JobSources(Folders folders) {
  JobSources {
    requireNonNull(folders);
  }

  /** Fails, naming the jobs that there are, if this is none of them. */
  void require(String job) {
    List<String> names = names();
    if (!names.contains(job)) {
      throw new StackException(
          "there is no job '%s'; the jobs are: %s".formatted(job, String.join(", ", names)));
    }
  }

  boolean has(String job) {
    return names().contains(job);
  }

  private List<String> names() {
    Path jobs = folders.root().resolve("jobs");
    try (Stream<Path> found = Files.list(jobs)) {
      return found
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the jobs in " + jobs, e);
    }
  }

  /** What the build made of it. Which of several is the newest, their names do not say. */
  Path jar(String job) {
    Path target = folders.root().resolve("jobs").resolve(job).resolve("target");
    Built.require(target, folders);
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars =
          files
              .filter(
                  file -> file.getFileName().toString().matches("millrace-" + job + "-.*\\.jar"))
              .filter(
                  file ->
                      !file.getFileName().toString().matches(".*-(sources|javadoc|tests)\\.jar"))
              .sorted()
              .toList();
      if (jars.isEmpty()) {
        throw new StackException(
            "no millrace-%s-*.jar in %s; build with: mvn package -DskipTests"
                .formatted(job, folders.shown(target)));
      }
      if (jars.size() > 1) {
        throw new StackException(
            "more than one build of %s in %s: %s; delete those of older versions, or name one with --jar"
                .formatted(
                    job,
                    folders.shown(target),
                    jars.stream()
                        .map(jar -> jar.getFileName().toString())
                        .collect(Collectors.joining(", "))));
      }
      return jars.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The options file with placeholders. */
  Path template(String job) {
    Path file = folders.local().resolve("jobs").resolve(job + ".properties");
    if (!Files.isReadable(file)) {
      throw new StackException(
          "%s is missing: the options of %s stand there".formatted(folders.shown(file), job));
    }
    return file;
  }
}
