package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ContractsTest {
  private static final Path TRANSACTION = Path.of("../../schemas/transaction");

  @TempDir Path temporary;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private SchemaFolder folder;

  @BeforeEach
  void oneVersion() throws IOException {
    folder = new SchemaFolder(temporary);
  }

  @Test
  void checksTheSchemasOfTheSuite() {
    assertThat(run("schemas", "check", "--local", "--schemas", "../../schemas")).isZero();
    assertThat(out.toString()).matches("\\d+ records in \\d+ versions, all rules hold\\.\n");
  }

  /** That the check above can fail: each released version is compared with each other one. */
  @ParameterizedTest
  @MethodSource("pairsOfVersions")
  void namesRecordVersionsFieldAndRuleOfASchemaOfTheSuite(int kept, int broken) throws Exception {
    for (int number = 1; number <= newestVersion(); number++) {
      String file = "v%d.avsc".formatted(number);
      String schema = Files.readString(TRANSACTION.resolve(file));
      folder.write(
          file,
          schema
              .replace("Transaction", "ShopEvent")
              .replaceFirst(
                  number == broken ? "\"type\": \"long\", \"doc\": \"Amount" : "$^",
                  "\"type\": \"string\", \"doc\": \"Amount"));
    }

    assertThat(run("schemas", "check", "--local", "--schemas", folder.path().toString())).isOne();
    assertThat(err.toString())
        .contains(
            "shop-event v%d, v%d: field amount_minor: v%d must read what v%d wrote, but the types do not match: reader type: STRING not compatible with writer type: LONG\n"
                .formatted(kept, broken, broken, kept));
  }

  static List<Arguments> pairsOfVersions() throws IOException {
    List<Arguments> pairs = new ArrayList<>();
    for (int broken = 2; broken <= newestVersion(); broken++) {
      for (int kept = 1; kept < broken; kept++) {
        pairs.add(Arguments.of(kept, broken));
      }
    }
    return pairs;
  }

  private static int newestVersion() throws IOException {
    try (Stream<Path> files = Files.list(TRANSACTION)) {
      return (int) files.filter(file -> file.toString().endsWith(".avsc")).count();
    }
  }

  @Test
  void namesEveryBreachAndCountsThem() throws Exception {
    folder.write("v2.avsc", SchemaFolder.event(SchemaFolder.note("")));

    assertThat(run("schemas", "check", "--local", "--schemas", folder.path().toString()))
        .isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("shop-event v1, v2: field note: ")
        .endsWith("check: rules broken: 1\n");
  }

  @Test
  void nothingIsRegisteredWhereTheRegistryIsNotThere() {
    assertThat(
            run(
                "schemas",
                "register",
                "--schemas",
                folder.path().toString(),
                "--registry-url",
                "http://127.0.0.1:1"))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("register: schema registry at http://127.0.0.1:1 gave no answer: ");
  }

  @Test
  void refusesReplicationThatCannotBe() {
    assertThat(
            run(
                "topics",
                "apply",
                "--schemas",
                folder.path().toString(),
                "--bootstrap-servers",
                "127.0.0.1:1",
                "--replication",
                "0"))
        .isEqualTo(1);
    assertThat(err).hasToString("apply: --replication must be 1 to 10, not 0\n");
  }

  @Test
  void refusesABrokerAddressThatIsNone() {
    assertThat(
            run(
                "topics",
                "list",
                "--schemas",
                folder.path().toString(),
                "--bootstrap-servers",
                "x"))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith(
            "list: kafka.bootstrap-servers must be HOST:PORT, or several separated by commas, not 'x'");
  }

  @Test
  void anUnknownCommandIsOneLine() {
    assertThat(run("topics", "drop")).isEqualTo(2);
    assertThat(err)
        .hasToString("topics: Unmatched argument at index 1: 'drop' (--help says more)\n");
  }

  private int run(String... arguments) {
    CommandLine command = Contracts.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
