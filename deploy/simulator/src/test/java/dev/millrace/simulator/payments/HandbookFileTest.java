package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandbookFileTest {
  private static final String HEADER =
      "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD,TX_FRAUD_SCENARIO\n";

  @TempDir private Path folder;

  @Test
  void readsPlainAndZippedFiles() throws IOException {
    String text =
        HEADER
            + "0,2018-04-01T00:00:31Z,596,3156,57.16,0,0\n"
            + "1,2018-04-01 00:02:10,4961,3412,220.015,1,1\n"
            + "2,2018-04-02T23:59:59Z,2,1365,146,1,3\n";
    Path plain = Files.writeString(folder.resolve("a.csv"), text);
    Path zipped = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    List<Payment> expected =
        List.of(
            new Payment(0, 596, 3156, 5716, at("2018-04-01T00:00:31Z"), FraudScenario.LEGITIMATE),
            new Payment(
                1, 4961, 3412, 22002, at("2018-04-01T00:02:10Z"), FraudScenario.LARGE_AMOUNT),
            new Payment(
                2, 2, 1365, 14600, at("2018-04-02T23:59:59Z"), FraudScenario.COMPROMISED_CARD));
    assertThat(readAll(plain)).isEqualTo(expected);
    assertThat(readAll(zipped)).isEqualTo(expected);
  }

  @Test
  void columnsMayComeInAnyOrderAndOthersMayBeThere() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.csv"),
            """
            TX_AMOUNT,X,TX_FRAUD_SCENARIO,TX_FRAUD,TERMINAL_ID,CUSTOMER_ID,TX_DATETIME,Y,TRANSACTION_ID
            0.00,x,2,1,7,8,2018-04-01T00:00:31Z,y,9
            """);
    assertThat(readAll(file))
        .containsExactly(
            new Payment(
                9, 8, 7, 0, at("2018-04-01T00:00:31Z"), FraudScenario.COMPROMISED_TERMINAL));
  }

  @Test
  void blankLinesAreSkippedAndCounted() throws IOException {
    String first = "0,2018-04-01T00:00:31Z,5,3,57.16,0,0\n";
    String second = "1,2018-04-01T00:00:32Z,5,3,57.16,0,0\n";
    Path file =
        Files.writeString(
            folder.resolve("g.csv"), HEADER + "\n" + first + "\n  \n" + second + "\n");
    Path wrong = Files.writeString(folder.resolve("h.csv"), HEADER + first + "\nx" + second);

    assertThat(readAll(file)).extracting(Payment::number).containsExactly(0L, 1L);
    assertThatThrownBy(() -> readAll(wrong))
        .hasMessageEndingWith(
            "h.csv, line 4: TRANSACTION_ID must be a whole number, 0 or above, is 'x1'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x,2018-04-01T00:00:31Z,5,3,57.16,0,0   | TRANSACTION_ID must be a whole number, 0 or above, is 'x'
          0,2018-04-01T24:00:31Z,5,3,57.16,0,0   | TX_DATETIME must be a time such as 2018-04-01T00:00:31Z, is '2018-04-01T24:00:31Z'
          0,2018-04-31T00:00:31Z,5,3,57.16,0,0   | TX_DATETIME must be a time such as 2018-04-01T00:00:31Z, is '2018-04-31T00:00:31Z'
          0,yesterday,5,3,57.16,0,0              | TX_DATETIME must be a time such as 2018-04-01T00:00:31Z, is 'yesterday'
          0,2018-04-01T00:00:31Z,-5,3,57.16,0,0  | CUSTOMER_ID must be a whole number, 0 or above, is '-5'
          0,2018-04-01T00:00:31Z,5,3,a lot,0,0   | TX_AMOUNT must be an amount such as 57.16, is 'a lot'
          0,2018-04-01T00:00:31Z,5,3,57.16,0,2   | TX_FRAUD must be 1 where TX_FRAUD_SCENARIO is above 0, else 0, is '0'
          0,2018-04-01T00:00:31Z,5,3,57.16,1,4   | TX_FRAUD_SCENARIO must be 0 to 3, is '4'
          0,2018-04-01T00:00:31Z,5,3             | 4 fields, the header has 7
          """)
  void namesLineColumnRuleAndValueOfWhatIsWrong(String line, String complaint) throws IOException {
    Path file = Files.writeString(folder.resolve("c.csv"), HEADER + line + "\n");
    assertThatThrownBy(() -> readAll(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("c.csv, line 2: ")
        .hasMessageEndingWith(complaint);
  }

  @Test
  void refusesAFileThatIsNotSortedByTime() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("d.csv"),
            HEADER
                + "0,2018-04-01T00:00:31Z,5,3,57.16,0,0\n"
                + "1,2018-04-01T00:00:30Z,5,3,57.16,0,0\n");
    assertThatThrownBy(() -> readAll(file))
        .hasMessageContaining("line 3: TX_DATETIME is before that of the line above");
  }

  @Test
  void refusesAFileThatIsSomethingElse() throws IOException {
    Path other = Files.writeString(folder.resolve("e.csv"), "a,b\n1,2\n");
    Path empty = Files.writeString(folder.resolve("f.csv"), "");
    assertThatThrownBy(() -> readAll(other))
        .hasMessageContaining("must name a column TRANSACTION_ID, is: a,b");
    assertThatThrownBy(() -> readAll(empty)).hasMessageContaining("must name a column");
  }

  private static List<Payment> readAll(Path file) throws IOException {
    List<Payment> payments = new ArrayList<>();
    try (HandbookFile stream = HandbookFile.open(file)) {
      stream.forEachRemaining(payments::add);
    }
    return payments;
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }
}
