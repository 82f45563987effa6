package dev.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.Columns.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestText() {
    TextTable table = new TextTable("TOPIC", "ID", "NOTE");
    table.add("payments", 7, "");
    table.add("x", 1000, "new");

    assertThat(table)
        .hasToString(
            """
            TOPIC     ID    NOTE
            payments  7
            x         1000  new
            """);
  }

  @Test
  void numbersStandToTheRightAndWiderTextsStayWhole() {
    Columns columns = Columns.fitting(List.of(List.of("a", "100")), List.of(Side.LEFT, Side.RIGHT));

    assertThat(columns.padded(List.of("wide", "5"))).containsExactly("wide", "  5");
  }

  @Test
  void everyColumnHasASide() {
    assertThatThrownBy(() -> new Columns(List.of(1, 2), List.of(Side.LEFT)))
        .hasMessage("sides must be as many as widths, 2, are 1");
  }
}
