package dev.millrace.console;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts under each other. A text wider than its column is kept whole.
 *
 * @param widths of the columns, in characters, 1 or more
 * @param sides to which the columns' texts go, as many as there are widths
 */
public record Columns(List<Integer> widths, List<Side> sides) {
  /** Where in its column a text stands. */
  public enum Side {
    LEFT {
      @Override
      String pad(String text, String blanks) {
        return text + blanks;
      }
    },
    RIGHT {
      @Override
      String pad(String text, String blanks) {
        return blanks + text;
      }
    };

    abstract String pad(String text, String blanks);
  }

  public Columns {
    widths = List.copyOf(widths);
    sides = List.copyOf(sides);
    if (widths.size() != sides.size()) {
      throw new IllegalArgumentException(
          "sides must be as many as widths, %d, are %d".formatted(widths.size(), sides.size()));
    }
  }

  /** Columns as wide as the widest text of these rows, each of which has a text per side. */
  public static Columns fitting(List<List<String>> rows, List<Side> sides) {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < sides.size(); column++) {
      int at = column;
      widths.add(Math.max(1, rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(1)));
    }
    return new Columns(widths, sides);
  }

  /** The texts of a row, each filled up with blanks to the width of its column. */
  public List<String> padded(List<String> row) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.size(); column++) {
      String text = row.get(column);
      String blanks = " ".repeat(Math.max(0, widths.get(column) - text.length()));
      padded.add(sides.get(column).pad(text, blanks));
    }
    return padded;
  }
}
