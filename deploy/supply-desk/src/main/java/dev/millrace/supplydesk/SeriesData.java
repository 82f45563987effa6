package dev.millrace.supplydesk;

import dev.millrace.console.ToolException;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Series of the Numenta Anomaly Benchmark, and what else is said of their rows. */
final class SeriesData {
  static final List<String> POINTS = List.of("file", "timestamp", "value");
  private static final List<String> WINDOWS = List.of("file", "window_start", "window_end");
  private static final List<String> SCORES = List.of("file", "timestamp", "anomaly_score");

  private SeriesData() {}

  /**
   * Reads points and the windows of their anomalies.
   *
   * @throws ToolException if a file cannot be read or is of another form
   */
  static List<LabelledSeries> read(Path pointsFile, Path windowsFile) {
    Map<String, List<SeriesPoint>> points = new LinkedHashMap<>();
    numbers(pointsFile, POINTS)
        .forEach(
            (name, rows) ->
                points.put(
                    name,
                    rows.stream()
                        .map(row -> SeriesPoint.of(name, row.time(), row.number()))
                        .toList()));
    Map<String, List<LabelledSeries.Window>> windows = new LinkedHashMap<>();
    expect(windowsFile, WINDOWS);
    int line = 1;
    for (List<String> row : Csv.rows(windowsFile)) {
      line++;
      windows
          .computeIfAbsent(row.get(0), name -> new ArrayList<>())
          .add(window(windowsFile, line, row, points));
    }
    if (windows.isEmpty()) {
      throw new ToolException(windowsFile + " must hold at least one window, has none");
    }
    List<LabelledSeries> all = new ArrayList<>();
    points.forEach(
        (name, series) -> {
          List<LabelledSeries.Window> own = windows.getOrDefault(name, new ArrayList<>());
          own.sort(Comparator.comparingInt(LabelledSeries.Window::first));
          all.add(new LabelledSeries(name, series, own));
        });
    return all;
  }

  /** Scores of rows by another detector, for each series. */
  static Map<String, double[]> scores(Path file) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    numbers(file, SCORES)
        .forEach(
            (name, rows) -> scores.put(name, rows.stream().mapToDouble(Row::number).toArray()));
    return scores;
  }

  private record Row(long time, double number) {}

  private static Map<String, List<Row>> numbers(Path file, List<String> header) {
    expect(file, header);
    Map<String, List<Row>> rows = new LinkedHashMap<>();
    int line = 1;
    for (List<String> row : Csv.rows(file)) {
      line++;
      try {
        rows.computeIfAbsent(row.get(0), name -> new ArrayList<>())
            .add(new Row(time(file, line, row.get(1)), Double.parseDouble(row.get(2))));
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw new ToolException(
            "%s, line %d: must be %s, got %s"
                .formatted(file, line, String.join(",", header), String.join(",", row)),
            e);
      }
    }
    return rows;
  }

  private static void expect(Path file, List<String> header) {
    List<String> got = Csv.header(file);
    if (!got.equals(header)) {
      throw new ToolException(
          "%s: first line must be %s, got %s"
              .formatted(file, String.join(",", header), String.join(",", got)));
    }
  }

  private static LabelledSeries.Window window(
      Path file, int line, List<String> row, Map<String, List<SeriesPoint>> points) {
    List<SeriesPoint> series = points.get(row.get(0));
    if (series == null || row.size() != WINDOWS.size()) {
      throw new ToolException(
          "%s, line %d: must be %s of a series of the points, got %s"
              .formatted(file, line, String.join(",", WINDOWS), String.join(",", row)));
    }
    long start = time(file, line, row.get(1));
    long end = time(file, line, row.get(2));
    int first = -1;
    int last = -1;
    for (int i = 0; i < series.size(); i++) {
      long time = series.get(i).time();
      if (time >= start && time <= end) {
        first = first < 0 ? i : first;
        last = i;
      }
    }
    if (first < 0) {
      throw new ToolException(
          "%s, line %d: no point of %s lies in the window".formatted(file, line, row.get(0)));
    }
    return new LabelledSeries.Window(first, last);
  }

  private static long time(Path file, int line, String text) {
    try {
      return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException e) {
      throw new ToolException(
          "%s, line %d: time must be like 2014-04-01 00:00:00, got %s".formatted(file, line, text),
          e);
    }
  }
}
