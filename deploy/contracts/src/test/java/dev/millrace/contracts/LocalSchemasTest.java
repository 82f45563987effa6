package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.EvolutionRules.Breach;
import dev.millrace.common.contract.EvolutionRules.Version;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSchemasTest {
  @TempDir Path temporary;
  private SchemaFolder folder;

  @BeforeEach
  void oneVersion() throws IOException {
    folder = new SchemaFolder(temporary);
  }

  @Test
  void readsVersionsInTheOrderOfTheirNumbers() throws Exception {
    for (int number = 2; number <= 10; number++) {
      folder.write("v%d.avsc".formatted(number), SchemaFolder.event(""));
    }
    LocalSchemas schemas = LocalSchemas.in(folder.path());

    assertThat(schemas.breaches()).isEmpty();
    assertThat(schemas.versionsOf("shop-event"))
        .extracting(Version::number)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void namesAnIncompatibleVersion() throws Exception {
    folder.write("v2.avsc", SchemaFolder.event(SchemaFolder.note("")));

    assertThat(breaches())
        .containsExactly(
            "shop-event v1, v2: field note: v2 must read what v1 wrote, but the field exists only in the reader and has no default");
  }

  @Test
  void namesAGapAndAFileThatIsNoVersion() throws Exception {
    folder.write("v3.avsc", SchemaFolder.event(""));
    folder.write("draft.avsc", SchemaFolder.event(""));

    assertThat(breaches())
        .containsExactly(
            "shop-event draft.avsc: a version's file is named vN.avsc",
            "shop-event v2: is missing: versions are numbered without a gap");
  }

  @Test
  void namesAFileThatIsNoSchemaInOneLine() throws Exception {
    folder.write("v2.avsc", "{\n");

    assertThat(breaches())
        .singleElement()
        .asString()
        .startsWith("shop-event v2: is not an Avro schema: Unexpected end-of-input")
        .doesNotContain("\n");
  }

  @Test
  void anEmptyFolderIsAMistake(@TempDir Path empty) throws IOException {
    Files.createDirectory(empty.resolve("samples"));
    assertThatThrownBy(() -> LocalSchemas.in(empty))
        .isInstanceOf(ToolException.class)
        .hasMessage("%s holds no RECORD/vN.avsc", empty);
  }

  private List<String> breaches() {
    return LocalSchemas.in(folder.path()).breaches().stream().map(Breach::toString).toList();
  }
}
