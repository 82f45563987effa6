package dev.millrace.common.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.traces.Span;
import org.apache.flink.traces.SpanBuilder;

/**
 * Reports how a decision came about, where its input belongs to a sampled {@link Trace}: a span
 * from when the input was sent to the decision, with two children, {@code wait} until the job began
 * with it and {@code process} from there on.
 *
 * <p>Spans leave through Flink's trace reporters ({@code traces.reporters}), which give each a
 * trace id of their own. The sender's is the attribute {@value #TRACE_ID}, and the span to hang it
 * under {@value #PARENT_SPAN_ID}. After a failure a decision that is made again is reported again.
 */
public final class DecisionSpans {

  /** Id of the sender's trace. */
  public static final String TRACE_ID = "trace_id";

  /** Id of the sender's span. */
  public static final String PARENT_SPAN_ID = "parent_span_id";

  private final MetricGroup group;
  private final Class<?> scope;

  /**
   * Spans of an operator.
   *
   * @param group the operator's metric group
   * @param scope class that decides, which names the scope of its spans
   */
  public DecisionSpans(MetricGroup group, Class<?> scope) {
    this.group = requireNonNull(group);
    this.scope = requireNonNull(scope);
  }

  /**
   * Reports one decision, if it belongs to a trace.
   *
   * @param trace the input's trace, or null
   * @param sentAt Kafka timestamp of the input, milliseconds since 1970; a clock ahead of this one
   *     makes no span that ends before it begins
   * @param decidedAt milliseconds since 1970
   * @param id of the decision
   * @param source where the input came from
   */
  public void report(Trace trace, long sentAt, long decidedAt, String id, Source source) {
    if (trace == null) {
      return;
    }
    long takenUpAt = Math.min(trace.takenUpAt(), decidedAt);
    long begin = Math.min(sentAt, takenUpAt);
    group.addSpan(
        span("decide", begin, decidedAt)
            .setAttribute(TRACE_ID, trace.traceId())
            .setAttribute(PARENT_SPAN_ID, trace.parentId())
            .setAttribute("id", id)
            .setAttribute("source_topic", source.getTopic())
            .setAttribute("source_partition", source.getPartition())
            .setAttribute("source_offset", source.getOffset())
            .addChild(span("wait", begin, takenUpAt))
            .addChild(span("process", takenUpAt, decidedAt)));
  }

  private SpanBuilder span(String name, long begin, long end) {
    return Span.builder(scope, name).setStartTsMillis(begin).setEndTsMillis(end);
  }
}
