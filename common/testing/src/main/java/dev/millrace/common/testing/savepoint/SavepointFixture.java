package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A savepoint of a released version, in a folder of its own:
 *
 * <ul>
 *   <li>{@code _metadata}: the savepoint itself;
 *   <li>{@code before.jsonl}, {@code after.jsonl}: what came into the job's topics before it, and
 *       comes after;
 *   <li>{@code states.txt}, {@code state.jsonl}: the states in it with their types, and what they
 *       hold, as its own version saw them;
 *   <li>{@code outputs.jsonl}: what today's code makes of what comes after. Not frozen: it changes
 *       when the job is meant to decide otherwise.
 * </ul>
 */
record SavepointFixture(Path folder) {
  static final String OUTPUTS = "outputs.jsonl";

  private static final String SAVEPOINT = "_metadata";
  private static final String TYPES = "states.txt";
  private static final String VALUES = "state.jsonl";

  /** Flink's name of what a source's readers keep. */
  private static final String SOURCE_READERS = "SourceReaderState";

  /** Flink's names of timers start so; a keyed step has them whether it sets any or not. */
  private static final String TIMERS = "_timer_state/";

  SavepointFixture {
    requireNonNull(folder);
  }

  Scenario scenario() {
    return Scenario.in(folder);
  }

  /** The savepoint, as today's classes read it. */
  SavepointStates savepoint() {
    return SavepointStates.in(folder);
  }

  /** The states that a restore must find a place for. */
  List<KeptState> states() {
    return states(savepoint(), entries());
  }

  /** What was in them, as their own version saw it. */
  List<StateEntry> entries() {
    return lines(VALUES, StateEntry.class);
  }

  /** What today's code is to make of what comes after. */
  List<Output> outputs() {
    return lines(OUTPUTS, Output.class);
  }

  /** The files that never change. */
  List<Path> frozen() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(OUTPUTS)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes over a savepoint, and describes it.
   *
   * @param passing names of states that may hold nothing, or {@code NAME of STEP}
   */
  void store(Path savepoint, Set<String> passing) throws IOException {
    requireWhole(savepoint);
    Files.copy(savepoint.resolve(SAVEPOINT), folder.resolve(SAVEPOINT));
    SavepointStates found = savepoint();
    List<StateEntry> entries = found.entries();
    requireFull(found, entries, passing);
    Files.write(
        folder.resolve(TYPES),
        states(found, entries).stream()
            .map(state -> "%s, %s: %s".formatted(state.step(), state.name(), state.type()))
            .toList());
    Files.write(folder.resolve(VALUES), entries.stream().map(PlainJson::text).toList());
  }

  /** Stores what today's code makes of what comes after. */
  void storeOutputs(Collection<Output> outputs) throws IOException {
    Files.write(folder.resolve(OUTPUTS), outputs.stream().map(PlainJson::text).sorted().toList());
  }

  private static void requireWhole(Path savepoint) throws IOException {
    try (Stream<Path> files = Files.list(savepoint)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      if (!names.equals(List.of(SAVEPOINT))) {
        throw new IllegalStateException(
            "a fixture must be small enough for one file, got %s".formatted(names));
      }
    }
  }

  /** A state that holds nothing would show nothing. */
  private static void requireFull(
      SavepointStates found, Collection<StateEntry> entries, Set<String> passing) {
    Set<List<String>> full = full(entries);
    List<String> empty = new ArrayList<>();
    for (KeptState state : found.states()) {
      String text = "%s of %s".formatted(state.name(), state.step());
      if (!full.contains(List.of(state.step(), state.name()))
          && !passing.contains(state.name())
          && !passing.contains(text)
          && !state.name().equals(SOURCE_READERS)
          && !state.name().startsWith(TIMERS)) {
        empty.add(text);
      }
    }
    if (!empty.isEmpty()) {
      throw new IllegalStateException(
          "the scenario must leave something in every state, but nothing is in %s: add records to %s"
              .formatted(String.join(", ", empty), Scenario.BEFORE));
    }
  }

  private static List<KeptState> states(SavepointStates found, Collection<StateEntry> entries) {
    Set<List<String>> full = full(entries);
    return found.states().stream()
        .filter(
            state ->
                full.contains(List.of(state.step(), state.name()))
                    || state.name().equals(SOURCE_READERS))
        .toList();
  }

  private static Set<List<String>> full(Collection<StateEntry> entries) {
    Set<List<String>> full = new HashSet<>();
    entries.forEach(entry -> full.add(List.of(entry.step(), entry.state())));
    return full;
  }

  private <T> List<T> lines(String file, Class<T> type) {
    return text(folder.resolve(file)).stream().map(line -> PlainJson.read(line, type)).toList();
  }

  private static List<String> text(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
