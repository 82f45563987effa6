package dev.millrace.common.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.suite.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.traces.Span;
import org.apache.flink.traces.SpanBuilder;
import org.junit.jupiter.api.Test;

class DecisionSpansTest {
  private static final Source SOURCE = new Source("payments.transactions", 3, 42L);

  private final List<Span> reported = new ArrayList<>();

  private final DecisionSpans spans =
      new DecisionSpans(
          new UnregisteredMetricsGroup() {
            @Override
            public void addSpan(SpanBuilder span) {
              reported.add(span.build());
            }
          },
          DecisionSpansTest.class);

  @Test
  void aDecisionSaysHowLongItsInputWaitedAndWasProcessed() {
    spans.report(new Trace("t", "p", 130), 100, 142, "tx-1", SOURCE);

    Span span = reported.get(0);
    assertThat(span.getScope()).isEqualTo(DecisionSpansTest.class.getCanonicalName());
    assertThat(span.getAttributes())
        .isEqualTo(
            Map.of(
                "trace_id", "t",
                "parent_span_id", "p",
                "id", "tx-1",
                "source_topic", "payments.transactions",
                "source_partition", 3L,
                "source_offset", 42L));
    assertThat(phases(span))
        .containsExactly(
            tuple("decide", 100L, 142L), tuple("wait", 100L, 130L), tuple("process", 130L, 142L));
  }

  @Test
  void noSpanEndsBeforeItBeginsWhateverTheClocks() {
    spans.report(new Trace("t", "p", 130), 500, 142, "tx-1", SOURCE);
    spans.report(new Trace("t", "p", 150), 100, 142, "tx-2", SOURCE);

    assertThat(phases(reported.get(0)))
        .containsExactly(
            tuple("decide", 130L, 142L), tuple("wait", 130L, 130L), tuple("process", 130L, 142L));
    assertThat(phases(reported.get(1)))
        .containsExactly(
            tuple("decide", 100L, 142L), tuple("wait", 100L, 142L), tuple("process", 142L, 142L));
  }

  @Test
  void withoutATraceNothingIsReported() {
    spans.report(null, 100, 142, "tx-1", SOURCE);

    assertThat(reported).isEmpty();
  }

  private static List<org.assertj.core.groups.Tuple> phases(Span span) {
    List<Span> all = new ArrayList<>(List.of(span));
    all.addAll(span.getChildren());
    return all.stream()
        .map(part -> tuple(part.getName(), part.getStartTsMillis(), part.getEndTsMillis()))
        .toList();
  }
}
