package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.console.ToolException;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Confluent's own in-memory registry. */
class RegistryCheckTest {
  private static final String SUBJECT = "shop.events-value";

  @TempDir Path temporary;
  private final Subjects subjects = new Subjects("memory", new MockSchemaRegistryClient());
  private SchemaFolder folder;

  @BeforeEach
  void oneVersion() throws IOException {
    folder = new SchemaFolder(temporary);
  }

  @Test
  void whatIsNotRegisteredIsADifferenceAndNoBreach() throws Exception {
    assertThat(check().differences())
        .containsExactly(
            new Difference(SUBJECT, "shop-event", 1, Difference.Kind.NOT_REGISTERED, List.of()));
    assertThat(check().breaches()).isEmpty();
    assertThat(check().unguarded()).isEmpty();
  }

  @Test
  void whatIsRegisteredIsTheSame() throws Exception {
    register(SchemaFolder.event(""));

    assertThat(check().differences()).isEmpty();
    assertThat(subjects.versions(SUBJECT))
        .extracting(RegisteredVersion::version)
        .containsExactly(1);
  }

  @Test
  void aVersionThatIsNotRegisteredIsComparedWithTheOneBefore() throws Exception {
    register(SchemaFolder.event(""));
    folder.write("v2.avsc", SchemaFolder.event(SchemaFolder.note(", \"default\": \"\"")));
    folder.write("v3.avsc", SchemaFolder.event(""));

    assertThat(check().differences())
        .extracting(Difference::version, Difference::changes)
        .containsExactly(
            tuple(2, List.of("+ note: string, default \"\"")),
            tuple(3, List.of("- note: string, default \"\"")));
  }

  @Test
  void aRegisteredVersionThatWasChangedIsABreachEvenInItsDoc() throws Exception {
    register(SchemaFolder.event(""));
    folder.write("v1.avsc", SchemaFolder.event("").replace("An event.", "Another event."));

    assertThat(check().breaches())
        .containsExactly(
            "shop.events-value v1: registered with other content than schemas/shop-event/v1.avsc; a released version never changes");
  }

  @Test
  void aRegisteredVersionWithoutFileIsABreach() throws Exception {
    register(SchemaFolder.event(""));
    register(SchemaFolder.event(SchemaFolder.note(", \"default\": \"\"")));

    assertThat(check().breaches())
        .containsExactly(
            "shop.events-value v2: registered, but schemas/shop-event/v2.avsc does not exist");
  }

  @Test
  void aSubjectThatLetsAnythingInIsNamed() throws Exception {
    register(SchemaFolder.event(""));

    assertThat(check().unguarded())
        .singleElement()
        .asString()
        .startsWith(
            "shop.events-value: compatibility at the registry must be FULL_TRANSITIVE, not ");
    subjects.demandCompatibility(SUBJECT);
    assertThat(check().unguarded()).isEmpty();
  }

  @Test
  void aRegistryThatIsNotThereIsNamed() throws Exception {
    Subjects nowhere = Subjects.at("http://127.0.0.1:1/api");

    assertThatThrownBy(nowhere::names)
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith("schema registry at http://127.0.0.1:1/api gave no answer: ");
  }

  @Test
  void anAddressOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> Subjects.at("127.0.0.1:8081"))
        .hasMessage("schema-registry.url must be http://HOST:PORT/PATH, not '127.0.0.1:8081'");
  }

  private RegistryCheck check() {
    return new RegistryCheck(
        LocalSchemas.in(folder.path()), new TopicsFile(folder.path()).read(), subjects);
  }

  private void register(String schema) {
    subjects.register(SUBJECT, new Schema.Parser().parse(schema));
  }
}
