package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir private Path folder;

  @Test
  void theTailIsTheLastLinesOfWhatIsNew() throws IOException {
    Path path = Files.writeString(folder.resolve("log"), "old\none\ntwo\nthree\n");
    LogFile log = new LogFile(path);
    assertThat(log.tail(2, 0)).containsExactly("two", "three");
    assertThat(log.tail(9, 4)).containsExactly("one", "two", "three");
    assertThat(log.tail(9, log.length())).isEmpty();
  }

  @Test
  void aLogThatWasRolledOverIsAllNew() throws IOException {
    Path path = Files.writeString(folder.resolve("log"), "new\n");
    assertThat(new LogFile(path).tail(9, 1_000)).containsExactly("new");
  }

  @Test
  void messagesAreWithoutStackFrames() throws IOException {
    Path path =
        Files.writeString(
            folder.resolve("log"), "x: boom\n\tat a.B.c(B.java:1)\n\t... 2 more\nCaused by: y\n");
    assertThat(new LogFile(path).messages(9, 0)).containsExactly("x: boom", "Caused by: y");
  }

  @Test
  void aMissingLogIsEmpty() {
    assertThat(new LogFile(folder.resolve("none")).tail(9, 0)).isEmpty();
  }
}
