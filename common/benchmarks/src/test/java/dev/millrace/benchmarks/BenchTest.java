package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter out = new StringWriter();

  @Test
  void measuresEveryVersionAgainstPlainAvro() throws Exception {
    assertThat(run("decode", "--quick", "--json")).isZero();

    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.get("decode")).hasSize(DecodeCommand.NEWEST);
    for (JsonNode decoded : report.get("decode")) {
      assertThat(decoded.get("plainAvroNs").asDouble()).isPositive();
      assertThat(decoded.get("recordDecoderNs").asDouble()).isPositive();
    }
    assertThat(report.get("encodeNs").asDouble()).isPositive();
  }

  @Test
  void printsATableForAPerson() {
    DecodeReport report =
        new DecodeReport(List.of(new DecodeReport.Decoded(1, 100.4, 800, 600)), 300.4);

    assertThat(report.text())
        .isEqualTo(
            """
            decode          bytes     plain Avro  RecordDecoder   ratio
            v1 to v3          100         800 ns         600 ns    0.75
            encode v3                                    300 ns
            """);
  }

  @Test
  void thereIsNoNewerVersion() {
    assertThat(
            BenchTest.class.getResource(
                "/schemas/transaction/v%d.avsc".formatted(DecodeCommand.NEWEST + 1)))
        .isNull();
  }

  private int run(String... arguments) {
    CommandLine bench = Bench.commandLine();
    bench.setOut(new PrintWriter(out));
    return bench.execute(arguments);
  }
}
