package dev.millrace.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.common.delivery.WriteMode;
import dev.millrace.common.delivery.WritingWay;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            v1 to v5          100         800 ns         600 ns    0.75
            encode v5                                    300 ns
            """);
  }

  @Test
  void everyWayWritesInEveryMode() throws Exception {
    assertThat(run("sink", "--quick", "--json")).isZero();

    JsonNode cases = new ObjectMapper().readTree(out.toString()).get("sink");
    assertThat(cases).hasSize(2 * 2 * WritingWay.values().length);
    for (JsonNode each : cases) {
      assertThat(each.get("rowsPerSecond").asLong()).isPositive();
    }
  }

  @Test
  void theSinksRatiosAreToPlainJdbc() {
    Map<SinkReport.Case, List<Double>> rounds = new LinkedHashMap<>();
    rounds.put(
        new SinkReport.Case(WriteMode.FIRST_WINS, 1, WritingWay.PLAIN_JDBC),
        List.of(300.0, 100.0, 200.0));
    rounds.put(new SinkReport.Case(WriteMode.FIRST_WINS, 1, WritingWay.UNNEST), List.of(500.0));
    SinkReport report = SinkReport.of(rounds);

    assertThat(report.text()).contains("first wins, 1 writer ", "200 (1.00)", "500 (2.50)");
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
