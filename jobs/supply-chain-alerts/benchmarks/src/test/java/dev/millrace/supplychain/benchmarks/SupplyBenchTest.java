package dev.millrace.supplychain.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SupplyBenchTest {

  @Test
  void saysWhatTheDrainNeeds() {
    StringWriter out = new StringWriter();
    CommandLine bench = SupplyBench.commandLine();
    bench.setOut(new PrintWriter(out));

    assertThat(bench.execute("supply-drain", "--help")).isZero();
    assertThat(out.toString()).contains("scripts/simulate supply", "--rounds");
  }
}
