package dev.millrace.common.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.testing.savepoint.SavepointStates;
import dev.millrace.common.testing.savepoint.StateConflicts;
import dev.millrace.common.testing.savepoint.UnreadableStateException;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an upgrade does to state whose type has changed, for the two kinds of types that jobs keep:
 * Java records and generated Avro records.
 *
 * <p>Each case stores a value with one build of a type, takes a savepoint, and restores it with
 * another build of the same class. Either the operator finds the value, or it does not start: it
 * never finds nothing. Flink's own words then name neither the state nor the field; {@link
 * StateConflicts} does.
 */
class StateEvolutionTest {
  private static final Shape<?> RECORD = Shape.ofRecord("int count, String place", "n, \"here\"");
  private static final Shape<?> RECORD_WIDER =
      Shape.ofRecord(
          "boolean known, int count, long[] times, String place, double mean",
          "true, n, new long[0], \"\", 1.0");
  private static final Shape<?> RECORD_SWAPPED =
      Shape.ofRecord("String place, int count", "\"\", n");
  private static final Shape<?> RECORD_OF_THREE =
      Shape.ofRecord("long time, int count, String place", "n, n, \"here\"");
  private static final Shape<?> RECORD_NARROWER = Shape.ofRecord("String place", "\"\"");
  private static final Shape<?> RECORD_CHANGED =
      Shape.ofRecord("long count, String place", "n, \"\"");

  private static final String COUNT = "{\"name\": \"count\", \"type\": \"int\"}";
  private static final String PLACE =
      "{\"name\": \"place\", \"type\": {\"type\": \"string\", \"avro.java.string\": \"String\"}}";
  private static final Shape<?> AVRO = Shape.ofAvro(COUNT + ", " + PLACE, "n, \"here\"");
  private static final Shape<?> AVRO_WIDER =
      Shape.ofAvro(
          COUNT
              + ", "
              + PLACE
              + ", {\"name\": \"country\", \"type\": [\"null\", \"string\"], \"default\": null}"
              + ", {\"name\": \"weight\", \"type\": \"double\", \"default\": 0.5}",
          "n, \"\", null, 1.0");
  private static final Shape<?> AVRO_NARROWER = Shape.ofAvro(PLACE, "\"\"");
  private static final Shape<?> AVRO_PROMOTED =
      Shape.ofAvro(COUNT.replace("int", "long") + ", " + PLACE, "(long) n, \"\"");
  private static final Shape<?> AVRO_CHANGED =
      Shape.ofAvro(COUNT + ", {\"name\": \"place\", \"type\": \"long\"}", "n, 1L");
  private static final Shape<?> AVRO_WITHOUT_DEFAULT =
      Shape.ofAvro(
          COUNT + ", " + PLACE + ", {\"name\": \"weight\", \"type\": \"double\"}", "n, \"\", 1.0");

  @ParameterizedTest
  @EnumSource
  void aRecordsNewFieldIsZeroOrNullInOldState(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, RECORD, RECORD_WIDER))
        .isEqualTo("Visits[known=false, count=7, times=null, place=here, mean=0.0]");
  }

  @ParameterizedTest
  @EnumSource
  void aRecordsFieldsMayChangePlaces(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, RECORD, RECORD_SWAPPED)).isEqualTo("Visits[place=here, count=7]");
  }

  @ParameterizedTest
  @EnumSource
  void aRecordsFieldMayGo(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, RECORD_OF_THREE, RECORD_SWAPPED))
        .isEqualTo("Visits[place=here, count=7]");
  }

  /**
   * Flink 2.3 keeps fields in alphabetical order, and where those that stay are declared in that
   * order it does not see that one before them has gone. Another order of declaration helps.
   */
  @ParameterizedTest
  @EnumSource
  void aRecordsFieldCannotGoBeforeOthersInAlphabeticalOrder(StateKeeping keeping) throws Exception {
    assertThatThrownBy(() -> restored(keeping, RECORD, RECORD_NARROWER))
        .hasStackTraceContaining("ArrayIndexOutOfBoundsException");
    SavepointStates before = states(keeping.savepoint(RECORD), RECORD_NARROWER);
    assertThatThrownBy(before::entries)
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageStartingWith("step a-step, state seen: cannot be read: ");
  }

  @ParameterizedTest
  @EnumSource
  void aRecordsFieldKeepsItsType(StateKeeping keeping) throws Exception {
    assertRefused(keeping, RECORD, RECORD_CHANGED, "field count was Int, is Long");
  }

  @ParameterizedTest
  @EnumSource
  void anAvroRecordsNewFieldHasItsDefaultInOldState(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, AVRO, AVRO_WIDER))
        .isEqualTo("{\"count\": 7, \"place\": \"here\", \"country\": null, \"weight\": 0.5}");
  }

  @ParameterizedTest
  @EnumSource
  void anAvroRecordsFieldMayGo(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, AVRO, AVRO_NARROWER)).isEqualTo("{\"place\": \"here\"}");
  }

  @ParameterizedTest
  @EnumSource
  void anAvroRecordsFieldMayBecomeWider(StateKeeping keeping) throws Exception {
    assertThat(restored(keeping, AVRO, AVRO_PROMOTED))
        .isEqualTo("{\"count\": 7, \"place\": \"here\"}");
  }

  @ParameterizedTest
  @EnumSource
  void anAvroRecordsFieldKeepsItsType(StateKeeping keeping) throws Exception {
    assertRefused(
        keeping,
        AVRO,
        AVRO_CHANGED,
        "TYPE_MISMATCH at /fields/1/type: reader type: LONG not compatible with writer type: STRING");
  }

  @ParameterizedTest
  @EnumSource
  void anAvroRecordsNewFieldNeedsADefault(StateKeeping keeping) throws Exception {
    assertRefused(
        keeping,
        AVRO,
        AVRO_WITHOUT_DEFAULT,
        "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/2: weight");
  }

  @ParameterizedTest
  @EnumSource
  void aClassKeepsItsName(StateKeeping keeping) throws Exception {
    OperatorSubtaskState savepoint = keeping.savepoint(RECORD);

    assertThatThrownBy(() -> keeping.restored(savepoint, AVRO)).isInstanceOf(Exception.class);
    SavepointStates before = states(savepoint, AVRO);
    assertThatThrownBy(before::states)
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageStartingWith("step a-step: cannot be read: ")
        .hasMessageContaining("dev.millrace.shapes.Visits");
  }

  private static String restored(StateKeeping keeping, Shape<?> before, Shape<?> after)
      throws Exception {
    return keeping.restored(keeping.savepoint(before), after);
  }

  private static void assertRefused(
      StateKeeping keeping, Shape<?> before, Shape<?> after, String reason) throws Exception {
    OperatorSubtaskState savepoint = keeping.savepoint(before);

    assertThatThrownBy(() -> keeping.restored(savepoint, after))
        .as("what Flink does")
        .isInstanceOf(Exception.class);
    assertThat(
            StateConflicts.between(
                states(savepoint, after).states(),
                states(keeping.savepoint(after), after).states()))
        .isEqualTo(List.of("step a-step, state seen: " + reason));
  }

  private static SavepointStates states(OperatorSubtaskState savepoint, Shape<?> today) {
    return SavepointStates.of("a-step", savepoint, 1, today.loader());
  }
}
