package dev.millrace.shopdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DesignsCommandTest {
  @TempDir Path folder;

  @Test
  void putsDesignsBesideEachOther() throws Exception {
    StringBuilder csv = new StringBuilder("session_id,pos,item_id,split,synthetic_event_ms\n");
    for (int session = 0; session < 10; session++) {
      csv.append(
          "%d,0,1,train,%d%n%d,1,2,train,%d%n"
              .formatted(session, session * 1_000, session, session * 1_000 + 500));
    }
    csv.append("0,0,1,test,100000\n0,1,2,test,100500\n");
    Path file = Files.writeString(folder.resolve("clicks.csv"), csv);
    StringWriter out = new StringWriter();
    CommandLine command = ShopDesk.commandLine();
    command.setOut(new PrintWriter(out, true));

    assertThat(command.execute("designs", "--data", file.toString(), "--json")).isZero();

    JsonNode designs = new ObjectMapper().readTree(out.toString());
    assertThat(designs).hasSize(3);
    for (JsonNode design : designs) {
      assertThat(design.get("hr20").asDouble()).isEqualTo(1);
      assertThat(design.get("taughtBytesPerClick").asInt()).isPositive();
      assertThat(design.get("answeredBytesPerClick").asInt()).isPositive();
    }
  }
}
