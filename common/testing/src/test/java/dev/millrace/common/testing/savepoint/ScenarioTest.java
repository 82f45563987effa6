package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("before.jsonl"),
        """
        {"topic": "one", "schema": "fraud-label/v1", "offset": 0, "value": {}}
        {"topic": "two", "schema": "fraud-label/v1", "offset": 1, "waits": true, "value": {}}
        {"topic": "one", "schema": "fraud-label/v1", "offset": 2, "later": true, "value": {}}
        {"topic": "two", "schema": "fraud-label/v1", "offset": 3, "value": {}}
        """);
    Files.writeString(
        folder.resolve("after.jsonl"),
        """
        {"topic": "one", "schema": "fraud-label/v1", "offset": 4, "later": true, "value": {}}
        """);
  }

  @Test
  void whatComesLaterIsAnActOfItsOwn() {
    Scenario scenario = Scenario.in(folder);

    assertThat(offsets(Scenario.acts(scenario.before())))
        .containsExactly(List.of(0L, 1L), List.of(2L, 3L));
    assertThat(offsets(Scenario.acts(scenario.after()))).containsExactly(List.of(), List.of(4L));
    assertThat(offsets(Scenario.acts(List.of()))).containsExactly(List.of());
  }

  @Test
  void recordsThatWaitAreCounted() {
    assertThat(Scenario.in(folder).waiting()).isEqualTo(1);
  }

  private static List<List<Long>> offsets(List<List<TopicRecord>> acts) {
    return acts.stream().map(act -> act.stream().map(TopicRecord::offset).toList()).toList();
  }
}
