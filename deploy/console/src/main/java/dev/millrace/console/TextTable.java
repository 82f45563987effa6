package dev.millrace.console;

import dev.millrace.console.Columns.Side;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of columns under each other. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row with a value per column. */
  public void add(Object... values) {
    rows.add(List.of(values).stream().map(String::valueOf).toList());
  }

  @Override
  public String toString() {
    Columns columns = Columns.fitting(rows, Collections.nCopies(rows.get(0).size(), Side.LEFT));
    return rows.stream()
        .map(row -> String.join("  ", columns.padded(row)).stripTrailing() + "\n")
        .collect(Collectors.joining());
  }
}
