package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A folder per job that was ever submitted: its record, the jar that ran, the options it ran with,
 * and the same of the release to go back to.
 */
record JobStore(Path folder) {
  private static final String RECORD = "record.properties";
  private static final String RECORD_BEFORE = "record-before.properties";

  JobStore {
    requireNonNull(folder);
  }

  Path folder(String job) {
    return folder.resolve(job);
  }

  /** The jar that was submitted last. */
  Path jar(String job) {
    return folder(job).resolve(job + ".jar");
  }

  /** The build before the one in {@link #jar}, of those that worked. */
  Path jarBefore(String job) {
    return folder(job).resolve(job + "-before.jar");
  }

  /** The options file that was submitted last, placeholders in it. */
  Path template(String job) {
    return folder(job).resolve("options.template");
  }

  private Path templateBefore(String job) {
    return folder(job).resolve("options-before.template");
  }

  /** What was submitted last. */
  Optional<Release> last(String job) {
    return find(job)
        .map(
            record ->
                new Release(jar(job), template(job), record.arguments(), record.rolledBack()));
  }

  /** The release with another build before that, of those that worked. */
  Optional<Release> before(String job) {
    return Files.exists(jarBefore(job))
        ? read(job, RECORD_BEFORE)
            .map(
                record ->
                    new Release(
                        jarBefore(job),
                        templateBefore(job),
                        record.arguments(),
                        record.rolledBack()))
        : Optional.empty();
  }

  /** The options file as the job reads it. */
  Path options(String job) {
    return folder(job).resolve(job + ".properties");
  }

  /**
   * Keeps what was submitted, until {@link #save} beside the record of the submission before.
   *
   * @param worked whether the build that was submitted last is one to go back to
   * @return whether it is that build again
   */
  boolean keep(String job, Release release, boolean worked) {
    Path last = jar(job);
    Path replacedJar = folder(job).resolve(job + "-replaced.jar");
    Path replacedTemplate = folder(job).resolve("options-replaced.template");
    try {
      Files.createDirectories(folder(job));
      boolean again = Files.exists(last) && Files.mismatch(last, release.jar()) < 0;
      boolean another = worked && !again && Files.exists(last);
      if (another) {
        // Not at once the release before: that may be the one that is submitted.
        Files.copy(last, replacedJar, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(template(job), replacedTemplate, StandardCopyOption.REPLACE_EXISTING);
      }
      replace(last, release.jar());
      replace(template(job), release.template());
      if (another) {
        Files.move(replacedTemplate, templateBefore(job), StandardCopyOption.REPLACE_EXISTING);
        Files.move(replacedJar, jarBefore(job), StandardCopyOption.REPLACE_EXISTING);
        replace(folder(job).resolve(RECORD_BEFORE), folder(job).resolve(RECORD));
      }
      return again;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copied beside and moved into place: half a jar would be what comes back with the stack. */
  private static void replace(Path file, Path by) throws IOException {
    if (!by.equals(file)) {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.copy(by, next, StandardCopyOption.REPLACE_EXISTING);
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  List<JobRecord> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> jobs = Files.list(folder)) {
      return jobs.map(job -> find(job.getFileName().toString()))
          .flatMap(Optional::stream)
          .sorted(java.util.Comparator.comparing(JobRecord::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<JobRecord> find(String job) {
    return read(job, RECORD);
  }

  private Optional<JobRecord> read(String job, String name) {
    Path file = folder(job).resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      List<String> arguments = new ArrayList<>();
      for (int i = 0; properties.containsKey("argument." + i); i++) {
        arguments.add(properties.getProperty("argument." + i));
      }
      return Optional.of(
          new JobRecord(
              job,
              properties.getProperty("id", ""),
              JobRecord.Intent.valueOf(properties.getProperty("intent", "STOP")),
              Optional.ofNullable(properties.getProperty("savepoint")).map(Path::of),
              Optional.ofNullable(properties.getProperty("started-from")).map(Path::of),
              arguments,
              Boolean.parseBoolean(properties.getProperty("proven")),
              Boolean.parseBoolean(properties.getProperty("suspended")),
              Boolean.parseBoolean(properties.getProperty("rolled-back"))));
    } catch (IOException | IllegalArgumentException e) {
      throw new StackException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  void save(JobRecord job) {
    Properties properties = new Properties();
    properties.setProperty("id", job.id());
    properties.setProperty("intent", job.intent().name());
    properties.setProperty("proven", Boolean.toString(job.proven()));
    properties.setProperty("suspended", Boolean.toString(job.suspended()));
    properties.setProperty("rolled-back", Boolean.toString(job.rolledBack()));
    job.savepoint().ifPresent(path -> properties.setProperty("savepoint", path.toString()));
    job.startedFrom().ifPresent(path -> properties.setProperty("started-from", path.toString()));
    for (int i = 0; i < job.arguments().size(); i++) {
      properties.setProperty("argument." + i, job.arguments().get(i));
    }
    Path file = folder(job.name()).resolve(RECORD);
    Path next = file.resolveSibling(RECORD + ".new");
    try {
      Files.createDirectories(file.getParent());
      try (var writer = Files.newBufferedWriter(next)) {
        properties.store(writer, "What scripts/up needs to bring this job back.");
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
