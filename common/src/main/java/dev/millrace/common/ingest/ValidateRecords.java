package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.suite.DeadLetter;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets records through that obey the rules; the others leave as dead letters, named by the rule
 * that they break.
 */
final class ValidateRecords<T extends SpecificRecordBase>
    extends ProcessFunction<Decoded<T>, Received<T>> {
  private static final long serialVersionUID = 1L;

  private final String job;
  private final RecordRules<T> rules;
  private final OutputTag<DeadLetter> deadLetters;
  private transient LabelledCounter refused;

  ValidateRecords(String job, RecordRules<T> rules, OutputTag<DeadLetter> deadLetters) {
    this.job = requireNonNull(job);
    this.rules = requireNonNull(rules);
    this.deadLetters = requireNonNull(deadLetters);
  }

  @Override
  public void open(OpenContext context) {
    refused =
        new LabelledCounter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERS, "reason");
  }

  @Override
  public void processElement(Decoded<T> decoded, Context context, Collector<Received<T>> out) {
    long now = context.timerService().currentProcessingTime();
    Optional<Refusal> refusal = rules.check(decoded.value(), now);
    if (refusal.isEmpty()) {
      out.collect(Received.of(decoded));
      return;
    }
    refused.of(refusal.get().reason()).inc();
    context.output(deadLetters, DeadLetters.of(job, decoded.raw(), refusal.get()));
  }
}
