package dev.millrace.shopdesk;

import dev.millrace.console.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * The clicks of a benchmark: those to learn from, then those to predict, each in the order of time.
 *
 * <p>Where the test begins before the training ends, the test is moved behind it: what is learned
 * from is all of the training and nothing else.
 */
final class ClickData {
  private static final String WITH_SPLIT = "session_id,pos,item_id,split,synthetic_event_ms";
  private static final String WITHOUT_SPLIT = "session_id,item_id,epoch_s";

  private final List<Visit> visits;

  private ClickData(List<Visit> visits) {
    this.visits = visits;
  }

  /**
   * Reads a file with a column {@code split}, or one of training and one of test; plain or gzip.
   *
   * @throws ToolException if a file cannot be read or is of neither form
   */
  static ClickData read(List<Path> files) {
    List<Visit> training = new ArrayList<>();
    List<Visit> test = new ArrayList<>();
    if (files.size() == 1) {
      for (Visit visit : file(files.get(0), WITH_SPLIT, false)) {
        (visit.test() ? test : training).add(visit);
      }
    } else {
      training = file(files.get(0), WITHOUT_SPLIT, false);
      test = file(files.get(1), WITHOUT_SPLIT, true);
    }
    if (training.isEmpty() || test.isEmpty()) {
      throw new ToolException(
          "--data must hold clicks to learn from and clicks to predict, got %d and %d in %s"
              .formatted(training.size(), test.size(), files));
    }
    return of(training, test);
  }

  static ClickData of(List<Visit> training, List<Visit> test) {
    Comparator<Visit> byTime = Comparator.comparingLong(Visit::time);
    List<Visit> all = new ArrayList<>(training.stream().sorted(byTime).toList());
    long end = all.get(all.size() - 1).time();
    List<Visit> later = test.stream().sorted(byTime).toList();
    long shift = Math.max(0, end + 1 - later.get(0).time());
    later.forEach(visit -> all.add(visit.at(visit.time() + shift)));
    return new ClickData(all);
  }

  List<Visit> visits() {
    return visits;
  }

  /** Time of the first click to predict, milliseconds since 1970. */
  long testStart() {
    return visits.stream().filter(Visit::test).findFirst().orElseThrow().time();
  }

  /** The item that follows each click to predict but the last of its session, by the click's id. */
  Map<String, String> next() {
    Map<String, String> next = new HashMap<>();
    Map<String, String> newest = new HashMap<>();
    for (Visit visit : visits) {
      if (visit.test()) {
        String before = newest.put(visit.session(), visit.id());
        if (before != null) {
          next.put(before, visit.item());
        }
      }
    }
    return next;
  }

  /** Items that can be learned. */
  Set<String> trainingItems() {
    Set<String> items = new HashSet<>();
    visits.stream().filter(visit -> !visit.test()).forEach(visit -> items.add(visit.item()));
    return items;
  }

  /**
   * How well the next items were predicted.
   *
   * @param recommended what was recommended after each click, by the click's id
   * @param possible items that can be hit
   */
  Accuracy score(Map<String, List<String>> recommended, Predicate<String> possible) {
    Map<String, String> next = next();
    double hits = 0;
    double reciprocalRanks = 0;
    for (Map.Entry<String, String> prediction : next.entrySet()) {
      String item = prediction.getValue();
      int place = recommended.getOrDefault(prediction.getKey(), List.of()).indexOf(item);
      if (place >= 0 && possible.test(item)) {
        hits++;
        reciprocalRanks += 1.0 / (place + 1);
      }
    }
    return new Accuracy(hits / next.size(), reciprocalRanks / next.size(), next.size());
  }

  private static List<Visit> file(Path file, String header, boolean test) {
    try (BufferedReader lines = open(file)) {
      String first = lines.readLine();
      if (!header.equals(first)) {
        throw new ToolException("%s: first line must be %s, got %s".formatted(file, header, first));
      }
      List<Visit> visits = new ArrayList<>();
      Map<String, Integer> lengths = new HashMap<>();
      String line;
      for (int number = 2; (line = lines.readLine()) != null; number++) {
        visits.add(visit(file, number, line, header, test, lengths));
      }
      return visits;
    } catch (IOException e) {
      throw new ToolException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Visit visit(
      Path file,
      int number,
      String line,
      String header,
      boolean test,
      Map<String, Integer> lengths) {
    String[] values = line.split(",", -1);
    try {
      if (header.equals(WITH_SPLIT)) {
        boolean isTest = values[3].equals("test");
        return new Visit(
            values[3] + "-" + values[0],
            Integer.parseInt(values[1]),
            values[2],
            Long.parseLong(values[4]),
            isTest);
      }
      String session = (test ? "test-" : "train-") + values[0];
      int position = lengths.merge(session, 1, Integer::sum) - 1;
      return new Visit(session, position, values[1], Long.parseLong(values[2]) * 1000, test);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new ToolException(
          "%s, line %d: must be %s, got %s".formatted(file, number, header, line), e);
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(
        new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
            StandardCharsets.UTF_8));
  }
}
