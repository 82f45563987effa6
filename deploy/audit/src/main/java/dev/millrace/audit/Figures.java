package dev.millrace.audit;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A decision's figures by name, sorted and immutable. Decisions of one kind share their names, so
 * that a decision costs its numbers only: millions of them are held in memory.
 */
final class Figures extends AbstractMap<String, Double> {
  private static final Map<List<String>, String[]> NAMES = new ConcurrentHashMap<>();

  private final String[] names;
  private final double[] values;

  private Figures(String[] names, double[] values) {
    this.names = names;
    this.values = values;
  }

  static Figures of(Map<String, Double> figures) {
    if (figures instanceof Figures same) {
      return same;
    }
    TreeMap<String, Double> sorted = new TreeMap<>(figures);
    List<String> names = List.copyOf(sorted.keySet());
    return new Figures(
        NAMES.computeIfAbsent(names, key -> key.toArray(String[]::new)),
        sorted.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Override
  public Double get(Object name) {
    int at = name instanceof String text ? Arrays.binarySearch(names, text) : -1;
    return at < 0 ? null : values[at];
  }

  /** Whether the other figures have the same names and, but for names that begin so, values. */
  boolean sameBut(List<String> prefixes, Figures other) {
    if (!Arrays.equals(names, other.names)) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (Double.compare(values[i], other.values[i]) != 0
          && prefixes.stream().noneMatch(names[i]::startsWith)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Set<Entry<String, Double>> entrySet() {
    Set<Entry<String, Double>> entries = new LinkedHashSet<>();
    for (int i = 0; i < names.length; i++) {
      entries.add(Map.entry(names[i], values[i]));
    }
    return entries;
  }
}
