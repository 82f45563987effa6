package dev.millrace.sql;

import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dead-letters show ID}: everything about one. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows one record that a job could not use: why, its headers, and its bytes.")
final class ShowDeadLetterCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions options;

  @Parameters(paramLabel = "ID", description = "as 'dead-letters list' prints it")
  private String id;

  @Option(names = "--json", description = "print one JSON object, with key and value in base64")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    DeadLetter letter = find();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(letter) : DeadLetterPage.of(letter));
    out.flush();
    return 0;
  }

  private DeadLetter find() throws SQLException {
    try (Connection connection = options.connectAsAnalyst();
        PreparedStatement query = new DeadLetterFilter().with("id", id).select(connection, "*", 1);
        ResultSet rows = query.executeQuery()) {
      if (!rows.next()) {
        throw new ToolException(
            "no dead letter has the id '%s'; 'dead-letters list' shows them".formatted(id));
      }
      return DeadLetter.of(rows);
    }
  }
}
