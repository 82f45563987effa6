package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.OptionReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasedSavepointsTest {
  @TempDir private Path folder;
  private ReleasedSavepoints savepoints;

  @BeforeEach
  void release() throws IOException {
    savepoints = new ReleasedSavepoints(folder);
    Path version = Files.createDirectory(folder.resolve("0.1.0"));
    Files.createDirectory(folder.resolve("scenario"));
    Files.writeString(version.resolve("_metadata"), "a savepoint");
    Files.writeString(version.resolve("outputs.jsonl"), "{}");
    new ReleasedFiles(folder.resolve("released.sha256")).add(savepoints.of("0.1.0").frozen());
  }

  @Test
  void versionsAreFolders() {
    assertThat(savepoints.versions()).containsExactly("0.1.0");
    assertThat(savepoints.complaints()).isEmpty();
  }

  @Test
  void theListIsReadByOtherTools() throws IOException {
    assertThat(Files.readString(folder.resolve("released.sha256")))
        .isEqualTo(
            "d9294e44fd1535e2baadd7a70758dbad081b368bbc4e6458c7235a658f4b9456  0.1.0/_metadata\n");
  }

  @Test
  void onlyOutputsMayChange() throws IOException {
    Files.writeString(folder.resolve("0.1.0/outputs.jsonl"), "{\"other\": true}");
    assertThat(savepoints.complaints()).isEmpty();

    Files.writeString(folder.resolve("0.1.0/_metadata"), "another savepoint");
    assertThat(savepoints.complaints())
        .containsExactly(folder + "/0.1.0/_metadata changed after its release; restore it");
  }

  @Test
  void nothingIsAddedByHand() throws IOException {
    Files.writeString(folder.resolve("0.1.0/notes.txt"), "");

    assertThat(savepoints.complaints())
        .containsExactly(folder + "/0.1.0/notes.txt is not in " + folder + "/released.sha256");
  }

  @Test
  void nothingGoes() throws IOException {
    Files.delete(folder.resolve("0.1.0/_metadata"));

    assertThat(savepoints.complaints())
        .containsExactly(folder + "/0.1.0/_metadata is gone; restore it");
  }

  @Test
  void aVersionIsFrozenOnce() {
    assertThatThrownBy(() -> savepoints.freeze("0.1.0", new Unused()))
        .hasMessage("0.1.0 of a-job is frozen already: a released savepoint never changes");
    assertThatThrownBy(() -> savepoints.freeze("next", new Unused()))
        .hasMessage("a version must be three numbers with dots, got 'next'");
  }

  @Test
  void aScenarioSaysWhatIsWrongWithIt() throws IOException {
    Path scenario = folder.resolve("scenario");
    Files.writeString(scenario.resolve("after.jsonl"), "");
    Files.writeString(scenario.resolve("before.jsonl"), "{\"topic\": 1, \"what\": 2}\n");

    assertThatThrownBy(() -> savepoints.freeze("0.2.0", new Unused()))
        .hasMessageEndingWith("/before.jsonl: not a TopicRecord: {\"topic\": 1, \"what\": 2}");
  }

  @Test
  void startedAnewKnowsTheScenarioAndNoVersion(@TempDir Path other) throws IOException {
    for (String file : List.of("before.jsonl", "after.jsonl")) {
      Files.writeString(folder.resolve("scenario").resolve(file), "");
    }

    ReleasedSavepoints anew = savepoints.startedAnew(other);

    assertThat(anew.folder()).isEqualTo(other);
    assertThat(anew.versions()).isEmpty();
    assertThat(anew.scenario()).isEqualTo(savepoints.scenario());
  }

  /** A job that no test here starts. */
  private record Unused() implements RehearsedJob {
    @Override
    public JobOptions options() {
      return JobOptions.read(
          "a-job",
          JobOptions.Haste.AT_ONCE,
          OptionReader.of(new String[0], JobOptions.all(JobOptions.Haste.AT_ONCE)));
    }

    @Override
    public void define(
        Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
      throw new AssertionError("not to be started");
    }
  }
}
