package dev.millrace.fraud.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FraudBenchTest {
  private final StringWriter out = new StringWriter();

  @Test
  void measuresRulesOfWhichFewHold() throws Exception {
    JsonNode report = report("fraud-rules");

    assertThat(report.get("rules").asInt()).isEqualTo(50);
    assertThat(report.get("hitsPerThousandPayments").asInt()).isBetween(10, 500);
    assertThat(report.get("microsPerPayment").asDouble()).isPositive();
  }

  @Test
  void measuresScorersThatAgree() throws Exception {
    JsonNode report = report("fraud-scorer");

    assertThat(report.get("nodes").asInt()).isGreaterThan(2_000);
    assertThat(report.get("microsPerPayment")).hasSize(6);
  }

  /** The bounds are those that the states' own documentation names. */
  @Test
  void stateIsBounded() throws Exception {
    JsonNode report = report("fraud-features");

    assertThat(report.get("microsPerPayment").get("card/full").asDouble()).isPositive();
    JsonNode full = report.get("stateBytes").get("full");
    assertThat(full.get("card-history").asInt()).isLessThan(20_600);
    assertThat(full.get("terminal-history").asInt()).isLessThan(20_600);
    assertThat(full.get("card-places").asInt()).isLessThan(3_200);
    assertThat(full.get("terminal-amounts").asInt()).isLessThan(1_250);
    assertThat(full.get("terminal-cards").asInt()).isLessThan(1_100);
  }

  @Test
  void drainNeedsTheStack() {
    StringWriter err = new StringWriter();
    CommandLine bench = FraudBench.commandLine();
    bench.setErr(new PrintWriter(err));

    assertThat(bench.execute("fraud-drain")).isNotZero();
    assertThat(err.toString()).contains("millrace.state is not set");
  }

  private JsonNode report(String command) throws Exception {
    CommandLine bench = FraudBench.commandLine();
    bench.setOut(new PrintWriter(out));
    assertThat(bench.execute(command, "--quick", "--json")).isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
