package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.payments.FraudLabel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.runtime.state.ttl.TtlStateFactory;
import org.junit.jupiter.api.Test;

class StateConflictsTest {

  @Test
  void whatIsNewIsNoConflict() {
    assertThat(
            StateConflicts.between(
                List.of(keyed("a", "seen", Types.LONG)),
                List.of(
                    keyed("a", "seen", Types.LONG),
                    keyed("a", "more", Types.LONG),
                    keyed("b", "seen", Types.LONG))))
        .isEmpty();
  }

  @Test
  void aStepWithAnotherUidLosesItsState() {
    assertThat(
            StateConflicts.between(
                List.of(keyed("a", "seen", Types.LONG)),
                List.of(keyed("c", "seen", Types.LONG), keyed("b", "seen", Types.LONG))))
        .containsExactly(
            "step a, state seen: no step with state has this uid any more, there are [b, c]");
  }

  @Test
  void aStateWithAnotherNameLosesWhatItHeld() {
    assertThat(
            StateConflicts.between(
                List.of(keyed("a", "seen", Types.LONG)),
                List.of(keyed("a", "seen-ids", Types.LONG))))
        .containsExactly(
            "step a, state seen: the step has no state of this name any more, it has [seen-ids]");
  }

  @Test
  void aKeyIsNotMigrated() {
    KeptState before =
        new KeptState("a", "seen", Optional.of(written(Types.INT)), written(Types.LONG));

    assertThat(StateConflicts.between(List.of(before), List.of(keyed("a", "seen", Types.LONG))))
        .containsExactly("step a, state seen: the key was Int, is String");
  }

  @Test
  void stateWithKeysDoesNotBecomeStateWithout() {
    KeptState list = new KeptState("a", "seen", Optional.empty(), written(Types.LONG));

    assertThat(StateConflicts.between(List.of(keyed("a", "seen", Types.LONG)), List.of(list)))
        .containsExactly("step a, state seen: was String -> Long, is Long");
  }

  @Test
  void aConflictIsNamedHoweverDeepItLies() {
    TypeInformation<?> before = Decoded.type(FraudLabel.class);
    TypeInformation<?> now =
        Types.POJO(Decoded.class, Map.of("value", Types.STRING, "raw", Types.STRING));

    assertThat(
            StateConflicts.between(
                List.of(keyed("a", "seen", before)), List.of(keyed("a", "seen", now))))
        .singleElement()
        .asString()
        .startsWith("step a, state seen: field raw was RawRecord(headerNames: ")
        .contains("; field value was FraudLabel{transaction_id, ")
        .endsWith("}, is String");
  }

  @Test
  void aTimeToLiveMayComeAndGo() {
    TypeSerializerSnapshot<?> timed =
        new TtlStateFactory.TtlSerializer<>(
                Types.LONG.createSerializer(new SerializerConfigImpl()),
                Types.STRING.createSerializer(new SerializerConfigImpl()))
            .snapshotConfiguration();
    KeptState with = new KeptState("a", "seen", Optional.empty(), timed);
    KeptState without = new KeptState("a", "seen", Optional.empty(), written(Types.STRING));

    assertThat(StateConflicts.between(List.of(with), List.of(without))).isEmpty();
    assertThat(StateConflicts.between(List.of(without), List.of(with))).isEmpty();
    assertThat(with.type()).isEqualTo("String");
  }

  private static KeptState keyed(String step, String name, TypeInformation<?> value) {
    return new KeptState(step, name, Optional.of(written(Types.STRING)), written(value));
  }

  /** As a savepoint describes the type. */
  private static TypeSerializerSnapshot<?> written(TypeInformation<?> type) {
    return type.createSerializer(new SerializerConfigImpl()).snapshotConfiguration();
  }
}
