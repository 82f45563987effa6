package dev.millrace.common.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.StandardRules;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.common.testing.RawRecords;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecordIngestITCase {
  private static final int SCHEMA_ID = 7;
  private static final int WINDOW = 100;
  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .build());

  /** Restarts are without end in every job; only because of this one does the test end. */
  @Test
  void aTopicThatWentBadEndsTheJobWithoutARestart() throws Exception {
    JobClient job = start(0.2, 3);

    assertThatThrownBy(() -> job.getJobExecutionResult().get())
        .hasStackTraceContaining(
            "payments.transactions: 21 of the last 100 records were refused, more than"
                + " input.breaker-share (0.2) allows; the job stops and keeps its offsets");
    assertThat(job.getJobStatus().get()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void belowTheLimitItGoesOnAndCountsEachRule() throws Exception {
    JobClient job = start(0.2, 10);
    job.getJobExecutionResult().get();

    assertThat(counted(job.getJobID(), ".*rule\\.currency\\.iso-4217\\.ruleBreaches"))
        .isEqualTo(100);
    assertThat(counted(job.getJobID(), ".*rule\\.card_id\\.token\\.ruleBreaches")).isZero();
    assertThat(counted(job.getJobID(), ".*reason\\.currency-unknown\\.deadLetters")).isEqualTo(100);
  }

  /** A thousand payments of which every so many has a currency that does not exist. */
  private static JobClient start(double breakerShare, int every) throws Exception {
    StreamExecutionEnvironment env =
        JobEnvironment.create(
            new JobOptions(
                "a-job",
                1,
                8,
                Duration.ofHours(1),
                JobOptions.StateBackend.HEAP,
                Duration.ofMillis(2)));
    RecordIngest ingest =
        new RecordIngest(
            "a-job",
            FakeSchemaRegistry.of(SCHEMA_ID, Transaction.getClassSchema()).factory(),
            new IngestOptions(
                new DecodeLimits(1_000, 100, 10), new Breaker.Limit(WINDOW, breakerShare)));
    Ingest<Transaction> payments =
        ingest.valid(
            env.fromSequence(1, 1_000)
                .uid("numbers")
                .map(number -> payment(number, number % every == 0), RawRecord.TYPE)
                .uid("payments"),
            RawRecords.TOPIC,
            Transaction.class,
            new RecordRules<>(
                List.of(
                    StandardRules.cardToken("card_id", Transaction::getCardId),
                    StandardRules.currency("currency", Transaction::getCurrency))));
    payments.valid().sinkTo(new DiscardingSink<>()).uid("valid").name("valid");
    payments.deadLetters().sinkTo(new DiscardingSink<>()).uid("dead-letters").name("dead letters");
    return env.executeAsync();
  }

  private static RawRecord payment(long number, boolean bad) {
    return RawRecords.payment(
        SCHEMA_ID,
        RawRecords.transaction(number),
        payment -> payment.setCurrency(bad ? "EURO" : "EUR"));
  }

  private static long counted(JobID job, String name) {
    Map<String, Metric> found = METRICS.getMetricsByIdentifiers(job);
    return found.entrySet().stream()
        .filter(entry -> Pattern.matches(name, entry.getKey()))
        .mapToLong(entry -> ((Counter) entry.getValue()).getCount())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is none of " + found.keySet()));
  }
}
