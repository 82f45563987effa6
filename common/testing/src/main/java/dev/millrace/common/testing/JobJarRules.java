package dev.millrace.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What holds for the jar of every job. A job's test names the jar and inherits the rest. */
public interface JobJarRules {
  /** The jar of the module under test. */
  JobJar jar();

  /** The class that the jar starts. */
  Class<?> job();

  @Test
  default void startsTheJob() throws IOException {
    assertThat(jar().mainClass()).isEqualTo(job().getName());
    assertThat(jar().classesBelow("dev.millrace.")).contains(job().getName());
  }

  @Test
  default void bringsOfFlinkOnlyWhatNoClusterHas() {
    assertThat(
            jar()
                .flinkClassesOutside(
                    "org.apache.flink.connector.kafka.",
                    "org.apache.flink.streaming.connectors.kafka.",
                    "org.apache.flink.streaming.util.serialization.",
                    "org.apache.flink.formats.avro."))
        .isEmpty();
  }

  @Test
  default void sharesNoClassWithTheCluster() throws IOException {
    assertThat(
            jar()
                .classesAlsoIn(
                    "flink-core",
                    "flink-core-api",
                    "flink-runtime",
                    "flink-streaming-java",
                    "flink-clients",
                    "flink-connector-base",
                    "flink-connector-datagen",
                    "flink-statebackend-rocksdb",
                    "slf4j-api"))
        .isEmpty();
  }

  @Test
  default void bringsNoDriver() throws IOException {
    assertThat(jar().providers("java.sql.Driver")).isEmpty();
    assertThat(jar().classesBelow("org.postgresql.")).isEmpty();
  }

  @Test
  default void bringsItsOwnRegistryClient() {
    assertThat(jar().classesBelow("io.confluent."))
        .contains("io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient");
  }

  @Test
  default void keepsWhatItsLibrariesProvide() throws IOException {
    assertThat(jar().providers("org.apache.kafka.common.config.provider.ConfigProvider"))
        .isNotEmpty();
    assertThat(
            jar()
                .providers(
                    "io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider"))
        .isNotEmpty();
    // From two libraries, in one file.
    assertThat(jar().providers("org.apache.flink.table.factories.Factory"))
        .anyMatch(name -> name.contains("Kafka"))
        .anyMatch(name -> name.contains("Avro"));
  }

  /** The build holds Avro to a version without known holes; flink-avro asks for one with two. */
  @Test
  default void bringsTheAvroOfTheBuildAndNoOther() throws IOException {
    assertThat(jar().versionOf("org.apache.avro", "avro"))
        .isEqualTo(System.getProperty("avro.version"));
    assertThat(jar().entries())
        .filteredOn(name -> name.endsWith("/Schema$Parser.class"))
        .containsExactly("org/apache/avro/Schema$Parser.class");
  }
}
