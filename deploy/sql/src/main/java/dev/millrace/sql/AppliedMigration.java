package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

/**
 * A migration that ran.
 *
 * @param version its number, empty for one that runs again whenever it changed
 * @param description its file name in words
 * @param millis how long it took
 */
record AppliedMigration(String version, String description, int millis) {
  AppliedMigration {
    requireNonNull(version);
    requireNonNull(description);
  }
}
