package dev.millrace.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

class SqlITCase {
  @RegisterExtension static final MigratedDatabase DATABASE = new MigratedDatabase();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void refuseTwoRecords() throws Exception {
    try (Connection connection = DATABASE.connect("writer");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO ops.dead_letters (id, job, stage, reason, detail, source_topic, source_partition, source_offset,
            record_time, key, value, headers, recorded_at)
          VALUES
            ('fraud-scoring/payments.transactions/3/42', 'fraud-scoring', 'DECODE', 'bad-magic-byte', 'starts with 0x7b',
             'payments.transactions', 3, 42, '2018-07-25T10:00:00Z', 'card-1', '\\x7b00ff41', '[{"name": "trace",
             "value": "YWJj"}, {"name": "empty", "value": null}]', '2026-01-02T00:00:00Z'),
            ('fraud-scoring/payments.fraud-labels/0/1', 'fraud-scoring', 'VALIDATE', 'rule', 'a sentence',
             'payments.fraud-labels', 0, 1, '2018-07-25T10:00:00Z', NULL, NULL, '[]', '2026-01-01T00:00:00Z')
          """);
    }
  }

  @Test
  void migratesAgainWithoutChange() {
    assertThat(run("migrate")).isZero();
    assertThat(out).hasToString("The database is up to date.\n");
  }

  @Test
  void migrateSaysWhatItAppliedAsJson() {
    assertThat(run("migrate", "--json")).isZero();
    assertThat(out).hasToString("{\"applied\":[]}\n");
  }

  @Test
  void createsTheDatabaseThatIsMissing() throws Exception {
    String url = DATABASE.database().sibling("another one").url().replace(" ", "%20");

    assertThat(
            execute("migrate", "--database-url", url, "--secrets", DATABASE.secrets().toString()))
        .as(() -> err.toString())
        .isZero();
    assertThat(out.toString()).contains("Applied schemas and roles (V1)");
  }

  @Test
  void aMigrationThatChangedAfterItRanIsNamed() throws Exception {
    try (Connection connection = DATABASE.connect("owner");
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE schema_history SET checksum = checksum + 1 WHERE version = '2'");
      try {
        assertThat(run("migrate")).isEqualTo(1);
      } finally {
        statement.execute("UPDATE schema_history SET checksum = checksum - 1 WHERE version = '2'");
      }
    }
    assertThat(err.toString())
        .contains("(Migration checksum mismatch for migration version 2): a migration that ran")
        .endsWith("scripts/down --wipe\n");
  }

  @Test
  void csvQuotesWhatNeedsItAndLeavesNullEmpty() {
    assertThat(
            run(
                "tables",
                "--csv",
                "-c",
                "SELECT 1 AS n, NULL AS nothing, '' AS empty, 'a \"b\", c' AS text, ARRAY['x','y z'] AS list,"
                    + " timestamptz '2018-07-25T10:00:00.5Z' AS time, 0.1::float8 AS score, true AS yes"))
        .isZero();
    assertThat(out)
        .hasToString(
            """
            n,nothing,empty,text,list,time,score,yes
            1,,"","a ""b"", c","{x,""y z""}",2018-07-25 10:00:00.5+00,0.1,t
            """);
  }

  @Test
  void rowsAreAlignedForAPerson() {
    assertThat(
            run(
                "tables",
                "-c",
                "SELECT * FROM (VALUES ('a', 5), ('bcd', 1000)) AS t(name, amount) ORDER BY 1"))
        .isZero();
    assertThat(out)
        .hasToString(
            """
             name | amount
            ------+--------
             a    |      5
             bcd  |   1000
            (2 rows)
            """);
  }

  @Test
  void manyRowsAreAllPrinted() {
    assertThat(run("tables", "--csv", "-c", "SELECT generate_series(1, 12000) AS n")).isZero();
    assertThat(out.toString().lines()).hasSize(12_001);
    out.getBuffer().setLength(0);
    assertThat(run("tables", "-c", "SELECT generate_series(1, 12000) AS n")).isZero();
    assertThat(out.toString()).endsWith(" 12000\n(12000 rows)\n");
  }

  @Test
  void aWriteIsRefusedInOneLine() {
    assertThat(run("tables", "-c", "DELETE FROM fraud.decisions")).isEqualTo(1);
    assertThat(err).hasToString("tables: cannot execute DELETE in a read-only transaction\n");
  }

  @Test
  void aMistakeIsOneLineOfTheDatabase() {
    assertThat(run("tables", "-c", "SELECT nothing_here FROM fraud.decisions")).isEqualTo(1);
    assertThat(err).hasToString("tables: column \"nothing_here\" does not exist\n");
  }

  @Test
  void csvWithoutSqlIsRefused() {
    assertThat(run("tables", "--csv")).isEqualTo(1);
    assertThat(err).hasToString("tables: --csv needs -c SQL\n");
  }

  @Test
  void aDatabaseThatIsNotThereIsOneLine() {
    String url = "jdbc:postgresql://127.0.0.1:1/millrace";
    String secrets = DATABASE.secrets().toString();
    assertThat(execute("migrate", "--database-url", url, "--secrets", secrets)).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "migrate: cannot reach the database at %s: Connection refused\n"
                .formatted(url.replace("/millrace", "/postgres")));
  }

  @Test
  void anAddressOfAnotherKindIsRefused() {
    assertThat(execute("migrate", "--database-url", "jdbc:h2:mem", "--secrets", "nowhere"))
        .isEqualTo(1);
    assertThat(err)
        .hasToString(
            "migrate: database.url must be jdbc:postgresql://HOST:PORT/NAME, not 'jdbc:h2:mem'\n");
  }

  @Test
  void anUnknownOptionIsOneLine() {
    assertThat(run("migrate", "--force")).isEqualTo(2);
    assertThat(err).hasToString("migrate: Unknown option: '--force' (--help says more)\n");
  }

  @Test
  void listsDeadLettersNewestFirst() {
    assertThat(run("dead-letters", "list")).isZero();
    assertThat(out.toString().lines().skip(2).map(line -> line.strip().replaceAll(" .*", "")))
        .containsExactly(
            "fraud-scoring/payments.transactions/3/42",
            "fraud-scoring/payments.fraud-labels/0/1",
            "(2");
  }

  @Test
  void filtersDeadLetters() {
    for (List<String> filter :
        List.of(
            List.of("--reason", "rule"),
            List.of("--topic", "payments.fraud-labels"),
            List.of("--stage", "validate"))) {
      out.getBuffer().setLength(0);
      List<String> command = new ArrayList<>(List.of("dead-letters", "list"));
      command.addAll(filter);
      assertThat(run(command.toArray(String[]::new))).isZero();
      assertThat(out.toString()).contains("payments.fraud-labels/0/1").endsWith("(1 row)\n");
    }
    out.getBuffer().setLength(0);
    assertThat(run("dead-letters", "list", "--since", "2026-01-01T12:00:00Z")).isZero();
    assertThat(out.toString()).contains("payments.transactions/3/42").endsWith("(1 row)\n");
  }

  @Test
  void filtersDeadLettersThatWereNotReplayedOrWrittenBefore() {
    assertThat(run("dead-letters", "list", "--not-replayed", "--until", "2026-01-01T12:00:00Z"))
        .isZero();
    assertThat(out.toString()).contains("payments.fraud-labels/0/1").endsWith("(1 row)\n");
  }

  @Test
  void countsDeadLetters() {
    assertThat(run("dead-letters", "list", "--summary")).isZero();
    assertThat(out.toString())
        .contains("fraud-scoring | payments.transactions | DECODE   | bad-magic-byte |")
        .endsWith("(2 rows)\n");
    out.getBuffer().setLength(0);
    assertThat(run("dead-letters", "list", "--summary", "--json", "--reason", "rule")).isZero();
    assertThat(out)
        .hasToString(
            "{\"reasons\":[{\"job\":\"fraud-scoring\",\"source_topic\":\"payments.fraud-labels\",\"stage\":\"VALIDATE\",\"reason\":\"rule\",\"dead_letters\":1,\"not_replayed\":1,\"not_intact\":0,\"first_recorded_at\":\"2026-01-01 00:00:00+00\",\"last_recorded_at\":\"2026-01-01 00:00:00+00\"}]}\n");
  }

  @Test
  void aCountOfAllHasNoLimit() {
    assertThat(run("dead-letters", "list", "--summary", "--limit", "5")).isEqualTo(1);
    assertThat(err.toString()).contains("--limit is of no use with --summary");
  }

  @Test
  void aTableThatNobodyReadsOnIsNotFetched() throws Exception {
    PrintWriter closed =
        new PrintWriter(
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("broken pipe");
              }
            },
            false,
            UTF_8);
    try (Connection connection = DATABASE.connect("analyst");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT generate_series(1, 100000) AS n")) {
      AlignedFormat.whole().write(rows, closed);
      assertThat(rows.getRow()).isLessThan(10_000);
    }
  }

  @Test
  void listsDeadLettersAsJson() {
    assertThat(run("dead-letters", "list", "--json", "--reason", "bad-magic-byte")).isZero();
    assertThat(out.toString())
        .startsWith("{\"dead_letters\":[{\"id\":\"fraud-scoring/payments.transactions/3/42\",")
        .contains(
            "\"value\":\"ewD/QQ==\"",
            "\"source_offset\":42",
            "\"replayed_at\":null",
            "\"intact\":true")
        .contains("\"headers\":[{\"name\": \"trace\", \"value\": \"YWJj\"}, {");
  }

  @Test
  void showsADeadLetterWithItsBytes() {
    assertThat(run("dead-letters", "show", "fraud-scoring/payments.transactions/3/42")).isZero();
    assertThat(out.toString())
        .contains(
            "source       topic payments.transactions, partition 3, offset 42\n",
            "replayed at  not yet\n",
            "intact       yes\n",
            "attempt      not a replay\n",
            "key          \"card-1\"\n",
            "header       trace = \"abc\"\n",
            "header       empty = null\n",
            "value        4 bytes\n",
            "00000000  7b 00 ff 41",
            "|{..A|\n");
  }

  @Test
  void aDeadLetterThatIsNotThereIsOneLine() {
    assertThat(run("dead-letters", "show", "x/y/0/0")).isEqualTo(1);
    assertThat(err)
        .hasToString("show: no dead letter has the id 'x/y/0/0'; 'dead-letters list' shows them\n");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--database-url",
            DATABASE.database().url(),
            "--secrets",
            DATABASE.secrets().toString()));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    CommandLine command = Sql.commandLine();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
