package dev.millrace.simulator.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import dev.millrace.shop.Interaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickFileTest {
  @TempDir private Path folder;

  @Test
  void replaysInTheOrderOfTimes() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"),
            """
            session_id,pos,item_id,split,synthetic_event_ms
            1,0,10,train,3000
            1,1,11,train,9000
            2,0,12,test,5000
            """);
    ClickFile clicks = ClickFile.open(List.of(file));

    Interaction first = clicks.next(77).orElseThrow();
    assertThat(first.getSessionId()).isEqualTo("file-0-train-1");
    assertThat(first.getItemId()).isEqualTo("10");
    assertThat(first.getEventTime().toEpochMilli()).isEqualTo(77);
    assertThat(clicks.next(78).orElseThrow().getItemId()).isEqualTo("12");
    assertThat(clicks.next(79).orElseThrow().getInteractionId()).isEqualTo("file-0-train-1-1");
    assertThat(clicks.next(80)).isEmpty();
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    Path file =
        Files.writeString(folder.resolve("clicks.csv"), "session_id,item_id,epoch_s\n1,2,noon\n");

    assertThatThrownBy(() -> ClickFile.open(List.of(file)))
        .isInstanceOf(ToolException.class)
        .hasMessage("%s, line 2: must be session_id,item_id,epoch_s, got 1,2,noon".formatted(file));
  }
}
