package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpsertStatementTest {

  @Test
  void theFirstRowOfAKeyStays() {
    Table table =
        Table.of(
            "fraud.decisions",
            List.of(
                new Column("id", SqlType.TEXT),
                new Column("at", SqlType.TIMESTAMPTZ),
                new Column("tags", SqlType.TEXT_ARRAY)),
            List.of("id"),
            WriteMode.FIRST_WINS,
            Optional.empty());

    assertThat(UpsertStatement.of(table))
        .isEqualTo(
            "INSERT INTO fraud.decisions AS t (\"id\", \"at\", \"tags\") SELECT r.c0, timestamptz"
                + " 'epoch' + r.c1 / 1000 * interval '1 second' + r.c1 % 1000 * interval '1 millisecond', r.c2::text[] FROM unnest(?::text[],"
                + " ?::bigint[], ?::text[]) AS r(c0, c1, c2) ON CONFLICT (\"id\") DO NOTHING");
  }

  @Test
  void aRowOfAHigherVersionReplacesAllButTheKey() {
    Table table =
        Table.of(
            "s.t",
            List.of(
                new Column("a", SqlType.TEXT),
                new Column("b", SqlType.INTEGER),
                new Column("version", SqlType.BIGINT),
                new Column("body", SqlType.JSONB)),
            List.of("a", "b"),
            WriteMode.LATEST_VERSION_WINS,
            Optional.of("version"));

    assertThat(UpsertStatement.of(table))
        .isEqualTo(
            "INSERT INTO s.t AS t (\"a\", \"b\", \"version\", \"body\") SELECT r.c0, r.c1, r.c2,"
                + " r.c3::jsonb FROM unnest(?::text[], ?::integer[], ?::bigint[], ?::text[]) AS"
                + " r(c0, c1, c2, c3) ON CONFLICT (\"a\", \"b\") DO UPDATE SET \"version\" ="
                + " excluded.\"version\", \"body\" = excluded.\"body\" WHERE t.\"version\" <"
                + " excluded.\"version\"");
  }
}
