package dev.millrace.sql;

import java.sql.SQLException;
import java.util.List;

/** What is done with a batch of dead letters. */
interface ReplayBatch {
  /** Handles the dead letters with these ids; one outcome for each, in the order of the records. */
  List<ReplayOutcome> replay(List<String> ids) throws SQLException;
}
