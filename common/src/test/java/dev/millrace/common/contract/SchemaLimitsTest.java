package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.junit.jupiter.api.Test;

class SchemaLimitsTest {
  private static final DecodeLimits LIMITS = new DecodeLimits(100, 10, 5);
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);

  @Test
  void asDeepAsTheLimitIsLetThrough() {
    assertThatNoException().isThrownBy(() -> SchemaLimits.require("it", arrays(5), LIMITS));
  }

  @Test
  void deeperThanTheLimitIsRefused() {
    assertRefused(
        arrays(6),
        "schema-too-deep",
        "it has more than 5 levels of records, arrays, maps and unions within each other");
  }

  @Test
  void recordsMapsAndUnionsAreLevelsToo() {
    Schema inner = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.createMap(TEXT));
    Schema four = record("Outer", record("Inner", inner));

    assertThatNoException().isThrownBy(() -> SchemaLimits.require("it", four, LIMITS));
    assertRefused(
        record("Most", record("More", four)),
        "schema-too-deep",
        "it has more than 5 levels of records, arrays, maps and unions within each other");
  }

  @Test
  void aDepthThatWouldOverflowTheStackIsRefused() {
    assertThat(catchReason(arrays(1_000_000))).isEqualTo("schema-too-deep");
  }

  @Test
  void aRecordWithinItselfIsRefused() {
    Schema node = Schema.createRecord("Node", null, "x", false);
    node.setFields(
        List.of(new Field("next", Schema.createUnion(Schema.create(Schema.Type.NULL), node))));

    assertRefused(node, "schema-recursive", "it has a record x.Node that contains itself");
  }

  @Test
  void aRecordUsedTwiceIsNotWithinItself() {
    Schema amount = record("Amount", TEXT);

    assertThatNoException()
        .isThrownBy(() -> SchemaLimits.require("it", record("Both", amount, amount), LIMITS));
  }

  /** A few lines of schema that stand for 2^30 fields, none of which takes a byte. */
  @Test
  void aSchemaThatUnfoldsWithoutEndIsRefused() {
    Schema type = Schema.create(Schema.Type.NULL);
    for (int level = 0; level < 30; level++) {
      type = record("R" + level, type, type);
    }
    Schema bomb = type;

    assertThatThrownBy(() -> SchemaLimits.require("it", bomb, new DecodeLimits(100, 10, 32)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("it has more than 10000 types, each counted wherever it is used")
        .satisfies(
            e -> assertThat(((UndecodableException) e).reason()).isEqualTo("schema-too-large"));
  }

  @Test
  void aFixedThatNoValueHoldsIsRefused() {
    assertThatNoException()
        .isThrownBy(
            () -> SchemaLimits.require("it", Schema.createFixed("Hash", null, "x", 100), LIMITS));
    assertRefused(
        Schema.createFixed("Hash", null, "x", 101),
        "schema-fixed-too-long",
        "it has a fixed x.Hash of 101 bytes, a value has at most 100");
  }

  private static Schema arrays(int levels) {
    Schema schema = TEXT;
    for (int level = 0; level < levels; level++) {
      schema = Schema.createArray(schema);
    }
    return schema;
  }

  private static Schema record(String name, Schema... types) {
    return Schema.createRecord(
        name,
        null,
        "x",
        false,
        IntStream.range(0, types.length).mapToObj(i -> new Field("f" + i, types[i])).toList());
  }

  private static void assertRefused(Schema schema, String reason, String message) {
    assertThatThrownBy(() -> SchemaLimits.require("it", schema, LIMITS))
        .isInstanceOf(UndecodableException.class)
        .hasMessage(message);
    assertThat(catchReason(schema)).isEqualTo(reason);
  }

  private static String catchReason(Schema schema) {
    try {
      SchemaLimits.require("it", schema, LIMITS);
      return "none";
    } catch (UndecodableException e) {
      return e.reason();
    }
  }
}
