package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.Json;
import dev.millrace.simulator.shop.ShopTally;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** What shoppers did and what was recommended to them, for a person and for a program. */
final class ShopReport {
  private static final double MICROS_PER_MILLI = 1_000.0;
  private static final double MILLIS_PER_SECOND = 1_000.0;

  private final ShopTally tally;
  private final Optional<Duration> patience;

  /**
   * A report.
   *
   * @param patience how long was waited for the next recommendation; empty: none was waited for
   */
  ShopReport(ShopTally tally, Optional<Duration> patience) {
    this.tally = requireNonNull(tally, "tally");
    this.patience = requireNonNull(patience, "patience");
  }

  /** Why the run is a failure, in a line; empty if it is none. */
  Optional<String> complaint() {
    if (patience.isPresent() && tally.waiting() > 0) {
      return Optional.of(
          "%d sessions were not answered within %d s"
              .formatted(tally.waiting(), patience.get().toSeconds()));
    }
    if (tally.goneShown() > 0) {
      return Optional.of(
          "%d items were recommended although bought or hidden".formatted(tally.goneShown()));
    }
    return Optional.empty();
  }

  /** One JSON object, on one line. */
  String json() {
    return Json.line(tree());
  }

  private Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("interactions", tally.interactions());
    tree.put("toAnswer", tally.answered());
    tree.put("sessions", tally.sessions());
    tree.put("duplicates", tally.duplicates());
    tree.put("late", tally.late());
    if (patience.isPresent()) {
      tree.put("unanswered", tally.unanswered());
      tree.put("recommendations", tally.recommendations());
      tree.put("overtaken", tally.overtaken());
      tree.put("goneShown", tally.goneShown());
      tree.put("hitRate", tally.hitRate());
      tree.put("newItems", tally.launched());
      tree.put("newItemsRecommended", tally.adapted());
      tree.put("longestUntilRecommendedMs", tally.longestAdaptation().toMillis());
      Histogram latency = tally.latency();
      tree.put("measured", latency.getTotalCount());
      if (latency.getTotalCount() > 0) {
        tree.put("p50Ms", latency.getValueAtPercentile(50) / MICROS_PER_MILLI);
        tree.put("p99Ms", latency.getValueAtPercentile(99) / MICROS_PER_MILLI);
      }
    }
    return tree;
  }

  /** Several lines for a person. */
  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "sent %,d interactions, %,d of them to be answered",
        tally.interactions(),
        tally.answered());
    if (patience.isPresent()) {
      line(
          text,
          "read %,d recommendations, %d after a later one of their session, none for %,d interactions",
          tally.recommendations(),
          tally.overtaken(),
          tally.unanswered());
      Histogram latency = tally.latency();
      if (latency.getTotalCount() > 0) {
        line(
            text,
            "from due to read p50 %.1f ms, p99 %.1f ms, of %,d interactions",
            latency.getValueAtPercentile(50) / MICROS_PER_MILLI,
            latency.getValueAtPercentile(99) / MICROS_PER_MILLI,
            latency.getTotalCount());
      }
      line(
          text,
          "of the items viewed %.1f %% were recommended at that moment; %d items were recommended although bought or hidden",
          100 * tally.hitRate(),
          tally.goneShown());
      line(
          text,
          "of %d new items %d were recommended to others, the slowest %.1f s after it was first looked at",
          tally.launched(),
          tally.adapted(),
          tally.longestAdaptation().toMillis() / MILLIS_PER_SECOND);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
