package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
  @TempDir private Path folder;

  @Test
  void valuesGoInAsTheyAreAndForeignPlaceholdersStay() throws IOException {
    Path file = Files.writeString(folder.resolve("t"), "a=${a.b-c}\nlog=${sys:log.file}\n");
    assertThat(new Template(file).text(Map.of("a.b-c", "$1\\x")))
        .isEqualTo("a=$1\\x\nlog=${sys:log.file}\n");
  }

  @Test
  void aNameWithoutValueIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("t"), "${nobody}");
    assertThatThrownBy(() -> new Template(file).text(Map.of("a", "b")))
        .isInstanceOf(StackException.class)
        .hasMessage("%s names ${nobody}, which is none of [a]", file);
  }

  /** What `scripts/up` and `scripts/submit` render, with the settings as they are delivered. */
  @Test
  void everyTemplateOfTheStackRenders() throws IOException {
    Path local = Path.of("").toAbsolutePath();
    Folders folders = new Folders(local.getParent().getParent(), folder);
    Settings settings = Settings.read(local.resolve("stack.properties"), List.of());
    Values values = Values.of(folders, settings, Endpoints.of(settings));
    for (String templates : List.of("conf", "jobs")) {
      try (Stream<Path> files = Files.list(local.resolve(templates))) {
        assertThat(files.toList())
            .isNotEmpty()
            .allSatisfy(file -> assertThat(new Template(file).text(values.byName())).isNotBlank());
      }
    }
  }
}
