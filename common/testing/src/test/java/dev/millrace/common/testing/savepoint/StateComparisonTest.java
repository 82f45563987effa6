package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateComparisonTest {
  private static final StateEntry CARD = keyed("c1", "{\"count\": 2, \"times\": [1, 5]}");

  @Test
  void sameStateDiffersInNothing() {
    assertThat(differences(List.of(CARD), List.of(CARD))).isEmpty();
  }

  @Test
  void aFieldMayComeAndGo() {
    assertThat(
            differences(List.of(CARD), List.of(keyed("c1", "{\"times\": [1, 5], \"mean\": 0.0}"))))
        .isEmpty();
  }

  @Test
  void aValueStays() {
    assertThat(differences(List.of(CARD), List.of(keyed("c1", "{\"count\": 2, \"times\": [1]}"))))
        .containsExactly(
            "step a, state seen, key \"c1\": was {\"count\":2,\"times\":[1,5]}, is {\"count\":2,\"times\":[1]}");
  }

  @Test
  void aKeyIsNotLost() {
    StateEntry inMap = entry("a", "ids", "\"c1\"", "\"t1\"", "true");

    assertThat(differences(List.of(CARD, inMap), List.of()))
        .containsExactly(
            "step a, state seen, key \"c1\": was {\"count\":2,\"times\":[1,5]}, is gone",
            "step a, state ids, key \"c1\", entry \"t1\": was true, is gone");
  }

  @Test
  void nothingComesByItself() {
    assertThat(differences(List.of(CARD), List.of(CARD, keyed("c2", "1"))))
        .containsExactly("step a, state seen, key \"c2\": was nothing, is 1");
  }

  @Test
  void aNewStateMayHoldWhatItLikes() {
    assertThat(differences(List.of(CARD), List.of(CARD, entry("a", "other", "\"c1\"", null, "1"))))
        .isEmpty();
  }

  @Test
  void ofEqualElementsOfAListNoneIsLost() {
    StateEntry element = entry("a", "waiting", null, null, "1");

    assertThat(differences(List.of(element, element), List.of(element)))
        .containsExactly("step a, state waiting: was 1, is gone");
    assertThat(differences(List.of(element), List.of(element, element)))
        .containsExactly("step a, state waiting: was nothing, is 1");
  }

  private static List<String> differences(List<StateEntry> before, List<StateEntry> today) {
    return StateComparison.differences(before, today);
  }

  private static StateEntry keyed(String key, String value) {
    return entry("a", "seen", '"' + key + '"', null, value);
  }

  private static StateEntry entry(
      String step, String state, String key, String entry, String value) {
    return new StateEntry(step, state, json(key), json(entry), json(value));
  }

  private static JsonNode json(String text) {
    return text == null ? null : PlainJson.read(text, JsonNode.class);
  }
}
