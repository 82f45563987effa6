package dev.millrace.tablewriter;

import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.savepoint.SavepointCommand;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RunSavepointCommand implements SavepointCommand {
  private static RehearsedTableWriter job;

  @BeforeAll
  static void start() throws IOException {
    job = RehearsedTableWriter.start();
  }

  @AfterAll
  static void stop() throws IOException {
    job.close();
  }

  @Override
  public RehearsedJob job() {
    return job;
  }
}
