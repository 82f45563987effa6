package dev.millrace.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
  @TempDir Path folder;
  private StackState stack;

  @BeforeEach
  void aFolder() {
    stack = new StackState(folder);
  }

  @Test
  void readsAnAddress() throws IOException {
    Files.writeString(stack.endpoints(), "database.url= jdbc:postgresql://127.0.0.1:1/x \n");

    assertThat(stack.endpoint("database.url")).isEqualTo("jdbc:postgresql://127.0.0.1:1/x");
  }

  @Test
  void saysThatNoStackIsUp() {
    assertThatThrownBy(() -> stack.endpoint("database.url"))
        .isInstanceOf(ToolException.class)
        .hasMessage("cannot read %s: is the stack up? scripts/up starts it", stack.endpoints());
  }

  @Test
  void saysWhichAddressIsMissing() throws IOException {
    Files.writeString(stack.endpoints(), "database.url=  \n");

    assertThat(stack.findEndpoint("database.url")).isEmpty();
    assertThatThrownBy(() -> stack.endpoint("database.url"))
        .isInstanceOf(ToolException.class)
        .hasMessage("%s has no database.url: scripts/up writes it", stack.endpoints());
  }
}
