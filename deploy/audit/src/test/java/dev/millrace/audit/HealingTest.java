package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealingTest {
  private final Jobs jobs = new Jobs();

  @Test
  void jobsThatHaveReadAllAndGoOnAreSound() {
    Evidence.Health health = health();
    assertThat(health.troubles()).isEmpty();
    assertThat(health.checked()).isGreaterThan(Healing.READERS.size());
  }

  @Test
  void aJobIsAskedWhatItHasNotReadAfterThoseThatWriteForIt() {
    health();
    assertThat(jobs.asked)
        .containsExactly("fraud-scoring", "recommendations", "supply-chain-alerts", "table-writer");
  }

  @Test
  void tellsOfLagOfMissingCheckpointsAndOfJobsThatDoNotRun() {
    jobs.lags.put("table-writer", 1_200L);
    assertThat(health().troubles()).containsExactly("table-writer has 1,200 records to read");
    jobs.lags.clear();
    jobs.completes = 0;
    assertThat(health().troubles()).contains("fraud-scoring completes no checkpoint");
    jobs.names.clear();
    assertThat(health().troubles()).contains("fraud-scoring does not run");
    jobs.sent = false;
    assertThat(health().troubles()).isEmpty();
  }

  private Evidence.Health health() {
    return new Healing(jobs).await(Duration.ZERO);
  }

  private static final class Jobs implements Cluster {
    private final List<String> names =
        new ArrayList<>(Healing.READERS.stream().map(Healing.Reader::job).toList());
    private final Map<String, Long> lags = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private long completes = 1;
    private long completed;
    private boolean sent = true;

    @Override
    public List<Progress.Running> running() {
      completed += completes;
      return names.stream().map(name -> new Progress.Running(name, name, completed)).toList();
    }

    @Override
    public boolean hasRecords(List<String> topics) {
      return sent;
    }

    @Override
    public long lag(String job, List<String> topics) {
      asked.add(job);
      return lags.getOrDefault(job, 0L);
    }
  }
}
