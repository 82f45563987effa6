package dev.millrace.shopdesk;

import dev.millrace.console.InProcess;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendedItem;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps the recommended items of each interaction, by its id. */
final class Collected implements Sink<Recommendation> {
  private static final long serialVersionUID = 1L;

  private final InProcess<Map<String, List<String>>> items;

  Collected(InProcess<Map<String, List<String>>> items) {
    this.items = items;
  }

  @Override
  public SinkWriter<Recommendation> createWriter(WriterInitContext context) {
    Map<String, List<String>> byInteraction = items.value();
    return new SinkWriter<>() {
      @Override
      public void write(Recommendation recommendation, Context unused) {
        byInteraction.put(
            recommendation.getInteractionId(),
            recommendation.getItems().stream().map(RecommendedItem::getItemId).toList());
      }

      @Override
      public void flush(boolean endOfInput) {
        // Nothing is held back.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
