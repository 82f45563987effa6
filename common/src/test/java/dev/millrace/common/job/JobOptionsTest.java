package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.JobOptions.Haste;
import dev.millrace.common.job.JobOptions.StateBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobOptionsTest {

  @Test
  void readsItsGroup() {
    OptionReader options =
        reader("-Djob.parallelism=4", "-Djob.state-backend=rocksdb", "-Djob.buffer-timeout=5 ms");

    JobOptions job = JobOptions.read("a-job", Haste.AT_ONCE, options);
    options.finish();

    assertThat(job)
        .isEqualTo(
            new JobOptions(
                "a-job",
                4,
                720,
                Duration.ofSeconds(10),
                StateBackend.ROCKSDB,
                Duration.ofMillis(5)));
  }

  @Test
  void whereNobodyWaitsRecordsMayWaitLonger() {
    OptionReader none = OptionReader.of(new String[0], JobOptions.all(Haste.SOON));

    assertThat(JobOptions.read("a-job", Haste.SOON, none).bufferTimeout())
        .isGreaterThan(JobOptions.read("a-job", Haste.AT_ONCE, reader()).bufferTimeout());
  }

  @Test
  void moreSubtasksThanKeyGroupsAreRefused() {
    OptionReader options = reader("-Djob.parallelism=9", "-Djob.max-parallelism=8");
    JobOptions.read("a-job", Haste.AT_ONCE, options);

    assertThatThrownBy(options::finish)
        .hasMessage(
            "Invalid options:\n"
                + "  job.parallelism: must be at most job.max-parallelism (8), got '9'");
  }

  @Test
  void aProblemInOneSettingIsReportedAndNothingElseBreaks() {
    OptionReader options = reader("-Djob.parallelism=many");
    JobOptions.read("a-job", Haste.AT_ONCE, options);

    assertThatThrownBy(options::finish)
        .hasMessage("Invalid options:\n  job.parallelism: must be a whole number, got 'many'");
  }

  private static OptionReader reader(String... args) {
    return OptionReader.of(args, JobOptions.all(Haste.AT_ONCE));
  }
}
