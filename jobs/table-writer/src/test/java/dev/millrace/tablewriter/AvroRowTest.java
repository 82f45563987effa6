package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.delivery.Column;
import dev.millrace.common.delivery.SqlType;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroRowTest {
  private final AvroRow<FraudDecision> decisions = new AvroRow<>(FraudDecision.class);
  private final AvroRow<DeadLetter> deadLetters = new AvroRow<>(DeadLetter.class);

  @Test
  void fieldsBecomeColumnsOfTheirTypes() {
    assertThat(decisions.columns())
        .containsExactly(
            new Column("transaction_id", SqlType.TEXT),
            new Column("card_id", SqlType.TEXT),
            new Column("terminal_id", SqlType.TEXT),
            new Column("amount_minor", SqlType.BIGINT),
            new Column("currency", SqlType.TEXT),
            new Column("event_time", SqlType.TIMESTAMPTZ),
            new Column("outcome", SqlType.TEXT),
            new Column("score", SqlType.DOUBLE),
            new Column("reason_codes", SqlType.TEXT_ARRAY),
            new Column("features", SqlType.JSONB),
            new Column("scorer", SqlType.TEXT),
            new Column("source_topic", SqlType.TEXT),
            new Column("source_partition", SqlType.INTEGER),
            new Column("source_offset", SqlType.BIGINT),
            new Column("merchant_category", SqlType.TEXT),
            new Column("merchant_country", SqlType.TEXT),
            new Column("model_outcome", SqlType.TEXT),
            new Column("rules", SqlType.JSONB),
            new Column("challengers", SqlType.JSONB),
            new Column("fallback", SqlType.TEXT));
  }

  @Test
  void valuesComeInTheOrderOfTheColumns() {
    assertThat(decisions.apply(Records.decision("a").build()))
        .containsExactly(
            "a",
            "card-1",
            "terminal-1",
            1_234L,
            "EUR",
            Records.TIME,
            "REVIEW",
            0.625,
            List.of("AMOUNT_HIGH", "a \"quoted\" \\ one, with a comma"),
            "{\"amountMinor\":1234.0,\"night\":0.0}",
            "transparent-1",
            "payments.transactions",
            3,
            42L,
            "5411",
            null,
            "APPROVE",
            "[{\"rule_id\":\"card-testing\",\"version\":2,\"outcome\":\"REVIEW\",\"reason_code\":\"CARD_TESTING\",\"effect\":\"APPLIED\"}]",
            "{\"gbt-2\":0.25}",
            null);
  }

  @Test
  void bytesAreBytesAndListsOfRecordsAreJsonWithBase64() {
    assertThat(deadLetters.columns())
        .contains(
            new Column("key", SqlType.BYTEA),
            new Column("value", SqlType.BYTEA),
            new Column("headers", SqlType.JSONB));

    Object[] row = deadLetters.apply(Records.deadLetter("a").build());

    assertThat(column(row, "stage")).isEqualTo("DECODE");
    assertThat(column(row, "key")).isNull();
    assertThat(column(row, "value")).isEqualTo(new byte[] {0, 1, -1});
    assertThat(column(row, "headers"))
        .isEqualTo("[{\"name\":\"trace\",\"value\":\"YWJj\"},{\"name\":\"empty\",\"value\":null}]");
  }

  @Test
  void readingBytesLeavesTheRecordAsItWas() {
    ByteBuffer value = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
    DeadLetter letter = Records.deadLetter("a").setValue(value).build();

    assertThat(column(deadLetters.apply(letter), "value")).isEqualTo(new byte[] {1, 2});
    assertThat(column(deadLetters.apply(letter), "value")).isEqualTo(new byte[] {1, 2});
  }

  @Test
  void timesInJsonAreTextsThatSayTheirZone() {
    AvroRow<FraudRule> rules = new AvroRow<>(FraudRule.class);

    assertThat(rules.columns())
        .contains(
            new Column("version", SqlType.INTEGER),
            new Column("weight", SqlType.DOUBLE),
            new Column("state", SqlType.TEXT),
            new Column("snoozes", SqlType.JSONB));
    assertThat(rules.apply(Records.rule("card-testing", 2).build()))
        .contains("[{\"card_id\":\"card-1\",\"until\":\"2026-03-04T12:00:00.123Z\"}]");
  }

  @Test
  void aModelsContentIsBytes() {
    AvroRow<FraudModel> models = new AvroRow<>(FraudModel.class);

    assertThat(models.columns())
        .contains(new Column("revision", SqlType.BIGINT), new Column("content", SqlType.BYTEA));
    assertThat(models.apply(Records.model("gbt-1", 7).build())).contains(new byte[] {31, -117});
  }

  @Test
  void booleansStayBooleans() {
    assertThat(new AvroRow<>(FraudLabel.class).columns())
        .contains(new Column("fraud", SqlType.BOOLEAN));
  }

  @Test
  void numbersThatJsonCannotHoldBecomeTexts() {
    FraudDecision decision = Records.decision("a").setFeatures(Map.of("rate", Double.NaN)).build();

    assertThat(decisions.apply(decision)).contains("{\"rate\":\"NaN\"}");
  }

  @Test
  void emptyListsAndMapsStayEmpty() {
    FraudDecision decision =
        Records.decision("a").setReasonCodes(List.of()).setFeatures(Map.of()).build();

    assertThat(decisions.apply(decision)).contains(List.of(), "{}");
  }

  @Test
  void flatRecordOfItsOwnHasPlainColumns() {
    assertThat(new AvroRow<>(Source.class).columns())
        .extracting(Column::name)
        .containsExactly("topic", "partition", "offset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int   | date",
        "int   | time-millis",
        "long  | time-micros",
        "long  | timestamp-micros",
        "long  | timestamp-nanos",
        "long  | local-timestamp-millis",
        "bytes | decimal",
        "bytes | big-decimal"
      })
  void logicalTypesWithoutAColumnTypeAreRefused(String type, String logical) {
    String field =
        "{\"name\": \"%s\", \"type\": [\"null\", {\"type\": \"%s\", \"logicalType\": \"%s\", \"precision\": 9}]}";
    String record = "{\"type\": \"record\", \"name\": \"%s\", \"fields\": [%s]}";
    Schema flat =
        new Schema.Parser().parse(record.formatted("Due", field.formatted("due", type, logical)));
    Schema nested =
        new Schema.Parser()
            .parse(
                record.formatted("Order", "{\"name\": \"terms\", \"type\": %s}".formatted(flat)));

    assertThatThrownBy(() -> AvroRow.columnsOf(flat))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "column due must be timestamp-millis, uuid or of no logical type, is %s (%s)"
                .formatted(logical, type));
    assertThatThrownBy(() -> AvroRow.columnsOf(nested))
        .hasMessageStartingWith("column terms_due must be");
  }

  @Test
  void uuidsAreTexts() {
    Schema schema =
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "R", "fields": [
                  {"name": "id", "type": {"type": "string", "logicalType": "uuid"}}]}
                """);

    assertThat(AvroRow.columnsOf(schema)).containsExactly(new Column("id", SqlType.TEXT));
  }

  private Object column(Object[] row, String name) {
    List<String> names = deadLetters.columns().stream().map(Column::name).toList();
    return row[names.indexOf(name)];
  }
}
