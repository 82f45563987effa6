package dev.millrace.shopdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void predictsThroughTheTopology() throws IOException {
    StringBuilder csv = new StringBuilder("session_id,pos,item_id,split,synthetic_event_ms\n");
    for (int session = 0; session < 20; session++) {
      csv.append(
          "%d,0,1,train,%d%n%d,1,2,train,%d%n"
              .formatted(session, session * 1_000, session, session * 1_000 + 500));
    }
    csv.append("0,0,1,test,100000\n0,1,2,test,100500\n0,2,3,test,101000\n");
    csv.append("1,0,2,test,200000\n1,1,3,test,200500\n");
    Path file = Files.writeString(folder.resolve("clicks.csv"), csv);

    assertThat(run("--data", file.toString(), "--json")).isZero();

    // Of 1 -> 2, 2 -> 3 and 2 -> 3 the first is known, and the last only to who goes on learning.
    assertThat(out.toString())
        .isEqualTo(
            "{\"frozen\":{\"hr20\":0.3333333333333333,\"mrr20\":0.3333333333333333,\"predictions\":3},"
                + "\"online\":{\"hr20\":0.6666666666666666,\"mrr20\":0.5,\"predictions\":3}}\n");
  }

  @Test
  void readsATrainingAndATestFile() throws IOException {
    Path train =
        Files.writeString(
            folder.resolve("train.csv"), "session_id,item_id,epoch_s\n1,a,100\n1,b,110\n");
    Path test =
        Files.writeString(
            folder.resolve("test.csv"), "session_id,item_id,epoch_s\n1,a,50\n1,b,60\n");

    assertThat(run("--data", train + "," + test)).isZero();

    assertThat(out.toString())
        .isEqualTo(
            """
            1 predictions
            method            HR@20   MRR@20
            Millrace, frozen  1.0000  1.0000
            Millrace, online  1.0000  1.0000
            """);
  }

  @Test
  void saysWhatIsWrongWithTheData() throws IOException {
    Path file = Files.writeString(folder.resolve("clicks.csv"), "session,item\n");

    assertThat(run("--data", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "evaluate: %s: first line must be session_id,pos,item_id,split,synthetic_event_ms, got session,item\n"
                .formatted(file));
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"),
            "session_id,pos,item_id,split,synthetic_event_ms\n0,0,1,train,soon\n");

    assertThat(run("--data", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("clicks.csv, line 2: must be session_id,pos,item_id");
  }

  @Test
  void wantsClicksToPredict() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("clicks.csv"),
            "session_id,pos,item_id,split,synthetic_event_ms\n0,0,1,train,5\n");

    assertThat(run("--data", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("--data must hold clicks to learn from and clicks to predict, got 1 and 0");
  }

  private int run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "evaluate";
    System.arraycopy(options, 0, arguments, 1, options.length);
    CommandLine command = ShopDesk.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
