package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A decision, on its topic or in its table. Times in milliseconds since 1970.
 *
 * @param place where it is on its topic; null in the table
 * @param madeAt Kafka timestamp; 0 in the table
 * @param source the payment that caused it
 */
record Decision(
    Place place,
    long madeAt,
    String id,
    String card,
    String terminal,
    long amountMinor,
    String currency,
    long eventTime,
    String merchant,
    Place source,
    Map<String, Double> features,
    String outcome,
    double score,
    List<String> reasons,
    String scorer) {

  /** What follows from the order within one partition, and is therefore the same in every copy. */
  record Stable(
      String id,
      String card,
      String terminal,
      long amountMinor,
      String currency,
      long eventTime,
      String merchant,
      Place source,
      Map<String, Double> features,
      String scorer) {}

  /** What follows from the order between partitions too: a copy made again may differ. */
  record Varying(
      Map<String, Double> features, String outcome, double score, List<String> reasons) {}

  Stable stable() {
    return new Stable(
        id,
        card,
        terminal,
        amountMinor,
        currency,
        eventTime,
        merchant,
        source,
        features.entrySet().stream()
            .filter(entry -> !entry.getKey().startsWith("terminal"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        scorer);
  }

  Varying varying() {
    return new Varying(new TreeMap<>(features), outcome, score, reasons);
  }
}
