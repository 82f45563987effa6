package dev.millrace.common.delivery;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.flink.configuration.MemorySize;

/**
 * How a job reaches PostgreSQL.
 *
 * @param url JDBC address
 * @param user role that writes
 * @param passwordFile file on each machine that holds the role's password
 * @param batchRows most rows in one statement
 * @param batchBytes most bytes in one statement, as the rows' records had on their topic
 */
public record DatabaseOptions(
    String url, String user, String passwordFile, int batchRows, long batchBytes)
    implements Serializable {

  private static final String HOST = "(?:[^\\s/?@,:\\[\\]]+|\\[[0-9a-fA-F:.]+\\]):\\d{1,5}";
  private static final Pattern ADDRESS =
      Pattern.compile("jdbc:postgresql://%1$s(?:,%1$s)*/[^\\s/?]+(?:\\?\\S*)?".formatted(HOST));

  // In the address it would take the place of the one in the file, and show on the dashboard.
  private static final Pattern PASSWORD = Pattern.compile("[?&][^=&]*password=", CASE_INSENSITIVE);

  private static final Option<String> URL =
      Option.requiredText(
          "database.url",
          new OptionRule<>(
              "a JDBC address jdbc:postgresql://host:port/database without a password",
              DatabaseOptions::isAddress),
          "JDBC address of the database: host:port may be several, separated by commas, of which the first that"
              + " answers is taken; parameters of the driver may follow after a question mark.");

  private static final Option<String> USER =
      Option.text(
          "database.user", "writer", OptionRule.notBlank(), "Role that writes; needs no DELETE.");

  private static final Option<String> PASSWORD_FILE =
      Option.requiredText(
          "database.password-file",
          new OptionRule<>("an absolute path", value -> Path.of(value).isAbsolute()),
          "File on each machine that holds the role's password and nothing else, so that it shows in no process list"
              + " and on no dashboard. Read at every connection: a changed password needs no restart.");

  private static final Option<Integer> BATCH_ROWS =
      Option.integer(
          "database.batch-rows",
          1_000,
          OptionRule.between(1, 100_000),
          "Most rows in one statement. A batch never waits to fill up: it holds what came in during the one before.");

  private static final Option<MemorySize> BATCH_BYTES =
      Option.size(
          "database.batch-bytes",
          MemorySize.ofMebiBytes(4),
          OptionRule.between(MemorySize.parse("1 kb"), MemorySize.ofMebiBytes(256)),
          "Most bytes in one statement, counted as they came on the topic. A larger record is written alone.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> ALL =
      List.of(URL, USER, PASSWORD_FILE, BATCH_ROWS, BATCH_BYTES);

  public static DatabaseOptions read(OptionReader options) {
    return new DatabaseOptions(
        options.read(URL),
        options.read(USER),
        options.read(PASSWORD_FILE),
        options.read(BATCH_ROWS),
        options.read(BATCH_BYTES).getBytes());
  }

  private static boolean isAddress(String url) {
    return ADDRESS.matcher(url).matches() && !PASSWORD.matcher(url).find();
  }

  /**
   * The password as it is in the file now.
   *
   * @throws SQLException with SQLSTATE 28000 if the file cannot be read, which a person may mend
   *     while rows wait
   */
  String password() throws SQLException {
    try {
      return Files.readString(Path.of(passwordFile)).strip();
    } catch (IOException e) {
      throw new SQLException(
          "%s: cannot read '%s'".formatted(PASSWORD_FILE.key(), passwordFile), "28000", e);
    }
  }
}
