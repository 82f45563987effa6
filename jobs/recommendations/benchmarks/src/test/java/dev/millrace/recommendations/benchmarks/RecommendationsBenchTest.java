package dev.millrace.recommendations.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RecommendationsBenchTest {
  private final StringWriter out = new StringWriter();

  /** The bounds are those that the states' own documentation names. */
  @Test
  void stateIsBounded() throws Exception {
    CommandLine bench = RecommendationsBench.commandLine();
    bench.setOut(new PrintWriter(out));
    assertThat(bench.execute("recommendations-state", "--json")).isZero();

    JsonNode bytes = new ObjectMapper().readTree(out.toString()).get("stateBytes");
    assertThat(bytes.get("item/full").asInt()).isBetween(2_000, 2_600);
    assertThat(bytes.get("item/typical").asInt()).isLessThan(bytes.get("item/full").asInt());
    assertThat(bytes.get("customer/full").asInt()).isLessThan(4_000);
    assertThat(bytes.get("session/full").asInt()).isLessThan(2_500);
    assertThat(bytes.get("session/typical").asInt()).isLessThan(300);
  }
}
