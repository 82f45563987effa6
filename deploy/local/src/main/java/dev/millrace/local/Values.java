package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;

/** What the placeholders of the templates stand for. */
record Values(Map<String, String> byName, Path templates) {
  Values {
    byName = Map.copyOf(byName);
    requireNonNull(templates);
  }

  static Values of(Folders folders, Settings settings, Endpoints endpoints) {
    return new Values(
        Map.ofEntries(
            Map.entry("root", folders.root().toString()),
            Map.entry("state", folders.state().toString()),
            Map.entry("kafka.bootstrap-servers", endpoints.kafka()),
            Map.entry("schema-registry.url", endpoints.schemaRegistry()),
            Map.entry("database.url", endpoints.database()),
            Map.entry("flink.rest.url", endpoints.flink()),
            Map.entry("kafka.port", number(settings.port("kafka.port"))),
            Map.entry("kafka.controller-port", number(settings.port("kafka.controller-port"))),
            Map.entry("schema-registry.port", number(settings.port("schema-registry.port"))),
            Map.entry("database.port", number(settings.port("database.port"))),
            Map.entry(
                "database.max-connections", number(settings.count("database.max-connections"))),
            Map.entry("database.shared-buffers-mb", megabytes(settings, "database.shared-buffers")),
            Map.entry("flink.rest-port", number(settings.port("flink.rest-port"))),
            Map.entry("flink.rpc-port", number(settings.port("flink.rpc-port"))),
            Map.entry("zookeeper.port", number(settings.port("zookeeper.port"))),
            Map.entry("flink.metrics-ports", settings.ports("flink.metrics-ports")),
            Map.entry("jobmanager.process-size-mb", megabytes(settings, "jobmanager.process-size")),
            Map.entry(
                "taskmanager.process-size-mb", megabytes(settings, "taskmanager.process-size")),
            Map.entry(
                "taskmanager.managed-size-mb", megabytes(settings, "taskmanager.managed-size")),
            Map.entry(
                "taskmanager.network-size-mb", megabytes(settings, "taskmanager.network-size")),
            Map.entry("taskmanager.slots", number(settings.count("taskmanager.slots")))),
        folders.templates());
  }

  private static String number(int value) {
    return Integer.toString(value);
  }

  private static String megabytes(Settings settings, String name) {
    return number(settings.size(name).mebibytes());
  }

  void render(String template, Path target) {
    new Template(templates.resolve(template)).render(byName, target);
  }
}
