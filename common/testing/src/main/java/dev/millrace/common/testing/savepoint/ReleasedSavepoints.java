package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The savepoints of all released versions of a job, one folder for each version, and beside them
 * the scenario that the next one will be made with.
 */
record ReleasedSavepoints(Path folder) {
  private static final String SCENARIO = "scenario";
  private static final String VERSION = "[0-9]+\\.[0-9]+\\.[0-9]+";

  ReleasedSavepoints {
    requireNonNull(folder);
  }

  /** Those of the module under test. */
  static ReleasedSavepoints ofModule() {
    return new ReleasedSavepoints(Path.of("src/test/resources/savepoints"));
  }

  /** None so far, in another folder, with the same scenario for the next one. */
  ReleasedSavepoints startedAnew(Path other) throws IOException {
    copyScenario(Files.createDirectory(other.resolve(SCENARIO)));
    return new ReleasedSavepoints(other);
  }

  /** The versions that there are savepoints of. */
  List<String> versions() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(VERSION))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the next savepoint will be made with. */
  Scenario scenario() {
    return Scenario.in(folder.resolve(SCENARIO));
  }

  SavepointFixture of(String version) {
    return new SavepointFixture(folder.resolve(version));
  }

  /** What is wrong with files that must not change, each in a line. */
  List<String> complaints() {
    return list()
        .complaints(versions().stream().flatMap(each -> of(each).frozen().stream()).toList());
  }

  /**
   * Keeps a savepoint of the job as it is now.
   *
   * @throws IllegalArgumentException if the version is none, or there is one of it already
   */
  void freeze(String version, RehearsedJob job) throws Exception {
    if (!version.matches(VERSION)) {
      throw new IllegalArgumentException(
          "a version must be three numbers with dots, got '%s'".formatted(version));
    }
    if (versions().contains(version)) {
      throw new IllegalArgumentException(
          "%s of %s is frozen already: a released savepoint never changes"
              .formatted(version, job.options().name()));
    }
    Path work = Files.createTempDirectory("freeze-savepoint");
    try {
      SavepointFixture fresh = new SavepointFixture(Files.createDirectory(work.resolve(version)));
      copyScenario(fresh.folder());
      Rehearsal rehearsal = new Rehearsal(job, fresh.scenario());
      fresh.store(rehearsal.freshSavepoint(work.resolve("savepoints")), job.passingStates());
      fresh.storeOutputs(rehearsal.outputs(fresh.folder(), work.resolve("savepoints")));
      take(fresh, of(version));
    } finally {
      delete(work);
    }
    list().add(of(version).frozen());
  }

  /** Takes what the job makes of every savepoint now for what it is to make of it. */
  void accept(RehearsedJob job) throws Exception {
    Path work = Files.createTempDirectory("accept-outputs");
    try {
      for (String version : versions()) {
        SavepointFixture fixture = of(version);
        fixture.storeOutputs(
            new Rehearsal(job, fixture.scenario()).outputs(fixture.folder(), work));
      }
    } finally {
      delete(work);
    }
  }

  private void copyScenario(Path to) throws IOException {
    for (String file : List.of(Scenario.BEFORE, Scenario.AFTER)) {
      Files.copy(folder.resolve(SCENARIO).resolve(file), to.resolve(file));
    }
  }

  private ReleasedFiles list() {
    return new ReleasedFiles(folder.resolve("released.sha256"));
  }

  private static void take(SavepointFixture from, SavepointFixture to) throws IOException {
    Files.createDirectory(to.folder());
    try (Stream<Path> files = Files.list(from.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, to.folder().resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
