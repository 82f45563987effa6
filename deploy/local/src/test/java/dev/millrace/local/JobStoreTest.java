package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest {
  @TempDir private Path folder;

  @Test
  void whatWasSavedIsFound() {
    JobStore store = new JobStore(folder.resolve("jobs"));
    assertThat(store.all()).isEmpty();
    JobRecord orders =
        JobRecord.submitted("orders", "1f", Optional.empty(), List.of("-Da=b=c", "-Dd=ü e"));
    JobRecord alerts =
        JobRecord.submitted("alerts", "2f", Optional.of(Path.of("/x/chk-1")), List.of())
            .stoppedWith(Optional.of(Path.of("/x/savepoint-2")), JobRecord.Intent.STOP);
    store.save(orders);
    store.save(alerts);
    assertThat(store.find("orders")).hasValue(orders);
    assertThat(store.all()).containsExactly(alerts, orders);
    assertThat(store.find("nobody")).isEmpty();
  }
}
