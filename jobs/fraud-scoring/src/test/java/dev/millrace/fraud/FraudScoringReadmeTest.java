package dev.millrace.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fraud.domain.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FraudScoringReadmeTest {
  private static final String START = "<!-- figures -->\n";
  private static final String END = "<!-- /figures -->";

  @Test
  void readmeListsTheFigures() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String table =
        Arrays.stream(Feature.values())
            .map(feature -> "| `%s` | %s |\n".formatted(feature.key(), feature.meaning()))
            .collect(Collectors.joining("", "| figure | meaning |\n|---|---|\n", ""));

    assertThat(readme).contains(START + table + END);
  }
}
