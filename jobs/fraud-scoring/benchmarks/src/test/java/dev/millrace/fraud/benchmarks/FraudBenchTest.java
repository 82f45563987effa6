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
    CommandLine bench = FraudBench.commandLine();
    bench.setOut(new PrintWriter(out));

    assertThat(bench.execute("fraud-rules", "--quick", "--json")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("rules").asInt()).isEqualTo(50);
    assertThat(report.get("hitsPerThousandPayments").asInt()).isBetween(10, 500);
    assertThat(report.get("microsPerPayment").asDouble()).isPositive();
  }
}
