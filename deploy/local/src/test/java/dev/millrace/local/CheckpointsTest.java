package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir private Path folder;

  private Path checkpoint(String name) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(name));
    Files.createFile(checkpoint.resolve("_metadata"));
    return checkpoint;
  }

  @Test
  void theNewestIsTheHighestNumberThatIsComplete() throws IOException {
    checkpoint("job/chk-9");
    Path newest = checkpoint("job/chk-10");
    Files.createDirectories(folder.resolve("job/chk-11"));
    Files.createDirectories(folder.resolve("job/shared"));
    checkpoint("other/chk-12");
    Path older = folder.resolve("job/chk-9");
    assertThat(new Checkpoints(folder).of("job")).containsExactly(newest, older);
    assertThat(Checkpoints.fromThereBack(newest)).containsExactly(newest, older);
    assertThat(Checkpoints.fromThereBack(older)).containsExactly(older);
  }

  @Test
  void aJobThatNeverCompletedOneHasNone() throws IOException {
    Files.createDirectories(folder.resolve("job/chk-1"));
    assertThat(new Checkpoints(folder).of("job")).isEmpty();
    assertThat(new Checkpoints(folder).of("unknown")).isEmpty();
  }

  @Test
  void aJobGoesOnFromItsSavepointThenItsCheckpointThenItsOwnStart() throws IOException {
    Path savepoint = checkpoint("savepoint-1");
    Path start = checkpoint("savepoint-0");
    Checkpoints checkpoints = new Checkpoints(folder);
    JobRecord record = JobRecord.submitted("orders", "job", Optional.of(start), List.of());
    assertThat(record.restorePoints(checkpoints)).containsExactly(start);
    Path last = checkpoint("job/chk-3");
    assertThat(record.restorePoints(checkpoints)).containsExactly(last);
    JobRecord stopped = record.stoppedWith(Optional.of(savepoint), JobRecord.Intent.STOP);
    assertThat(stopped.restorePoints(checkpoints)).containsExactly(savepoint, last);
    Files.delete(savepoint.resolve("_metadata"));
    assertThat(stopped.restorePoints(checkpoints)).containsExactly(last);
  }

  @Test
  void aJobThatFailedAtItsStartGoesBackBeyondWhatItStartedFrom() throws IOException {
    Path before = checkpoint("first/chk-4");
    Path unreadable = checkpoint("first/chk-5");
    checkpoint("first/chk-6");
    JobRecord record = JobRecord.submitted("orders", "second", Optional.of(unreadable), List.of());
    assertThat(record.restorePoints(new Checkpoints(folder))).containsExactly(unreadable, before);
  }
}
