package dev.millrace.recommendations.operator;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Leaves out interactions without an effect: what is merely shown, or of a kind that is not known,
 * and neither names a recommendation nor says whether its item is in stock. Most impressions are
 * so, and most interactions are impressions: to remember their ids would cost more than all other
 * state.
 */
public final class LeaveOutIdle extends RichFilterFunction<Decoded<Interaction>> {
  private static final long serialVersionUID = 1L;

  private transient Counter impressions;
  private transient Counter unknownKinds;

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    impressions = metrics.counter(RecommendationMetrics.IMPRESSIONS_WITHOUT_EFFECT);
    unknownKinds = metrics.counter(RecommendationMetrics.KINDS_UNKNOWN);
  }

  @Override
  public boolean filter(Decoded<Interaction> decoded) {
    Interaction interaction = decoded.value();
    InteractionKind kind = interaction.getKind();
    boolean hasEffect =
        FollowSession.isAnswered(kind)
            || interaction.getRecommendationVersion() != null
            || interaction.getInStock() != null;
    if (kind == InteractionKind.UNKNOWN) {
      unknownKinds.inc();
    } else if (!hasEffect) {
      impressions.inc();
    }
    return hasEffect;
  }
}
