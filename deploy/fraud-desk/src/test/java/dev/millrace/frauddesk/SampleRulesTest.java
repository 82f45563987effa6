package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that come with the job are rules that the job takes. */
class SampleRulesTest {
  private static final Path FOLDER = Path.of("../../jobs/fraud-scoring/rules");

  @Test
  void areValid() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(
                        RuleFile.read(file, Rules.ofTheJob(), Instant.parse("2026-03-04T12:00:00Z"))
                            .complaints())
                    .isEmpty());
  }
}
