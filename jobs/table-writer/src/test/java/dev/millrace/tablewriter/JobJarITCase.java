package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.testing.JobJar;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JobJarITCase {
  private final JobJar jar = JobJar.ofModule("millrace-table-writer");

  @Test
  void startsTheJob() throws IOException {
    assertThat(jar.mainClass()).isEqualTo(TableWriterJob.class.getName());
    assertThat(jar.classesBelow("dev.millrace.")).contains(TableWriterJob.class.getName());
  }

  @Test
  void bringsOfFlinkOnlyWhatNoClusterHas() {
    assertThat(
            jar.flinkClassesOutside(
                "org.apache.flink.connector.kafka.",
                "org.apache.flink.streaming.connectors.kafka.",
                "org.apache.flink.streaming.util.serialization.",
                "org.apache.flink.formats.avro."))
        .isEmpty();
  }

  @Test
  void sharesNoClassWithTheCluster() throws IOException {
    assertThat(
            jar.classesAlsoIn(
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
  void bringsNoDriver() throws IOException {
    assertThat(jar.providers("java.sql.Driver")).isEmpty();
    assertThat(jar.classesBelow("org.postgresql.")).isEmpty();
  }

  @Test
  void bringsItsOwnRegistryClient() {
    assertThat(jar.classesBelow("io.confluent."))
        .contains("io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient");
  }

  @Test
  void keepsWhatItsLibrariesProvide() throws IOException {
    assertThat(jar.providers("org.apache.kafka.common.config.provider.ConfigProvider"))
        .isNotEmpty();
    // From two libraries, in one file.
    assertThat(jar.providers("org.apache.flink.table.factories.Factory"))
        .anyMatch(name -> name.contains("Kafka"))
        .anyMatch(name -> name.contains("Avro"));
  }
}
