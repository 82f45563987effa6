package dev.millrace.local;

import java.util.List;

/** Whether a second JobManager stands by. */
enum HighAvailability {
  NONE,
  ZOOKEEPER;

  static final String SETTING = "flink.high-availability";

  static HighAvailability of(Settings settings) {
    return settings.chosen(SETTING, "none", "zookeeper") ? ZOOKEEPER : NONE;
  }

  /** The settings that choose the REST ports of the JobManagers. */
  List<String> restSettings() {
    return switch (this) {
      case NONE -> List.of("flink.rest-port");
      case ZOOKEEPER -> List.of("flink.rest-port", "flink.standby-rest-port");
    };
  }

  /** What Flink's configuration consists of. */
  List<String> templates() {
    return switch (this) {
      case NONE -> List.of("flink.yaml");
      case ZOOKEEPER -> List.of("flink.yaml", "flink-ha.yaml");
    };
  }
}
