package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One Kafka node, broker and controller, without ZooKeeper. */
final class Kafka implements Component {
  private static final int API_VERSIONS = 18;
  private static final int CORRELATION = 7;
  private static final int NON_HEAP_MEBIBYTES = 300;

  private final Folders folders;
  private final Settings settings;
  private final Values values;

  Kafka(Folders folders, Settings settings, Values values) {
    this.folders = requireNonNull(folders);
    this.settings = requireNonNull(settings);
    this.values = requireNonNull(values);
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of(
        "kafka.port", settings.port("kafka.port"),
        "kafka.controller-port", settings.port("kafka.controller-port"));
  }

  @Override
  public Reserve reserve() {
    return new Reserve("kafka.heap", settings.size("kafka.heap").plus(NON_HEAP_MEBIBYTES));
  }

  @Override
  public String marker() {
    return "@" + arguments();
  }

  private Path arguments() {
    return folders.conf().resolve("kafka.arguments");
  }

  @Override
  public Launch prepare() {
    Path lib = folders.local().resolve("kafka/target/lib");
    Built.require(lib, folders);
    Path properties = folders.conf().resolve("kafka.properties");
    Path logging = folders.conf().resolve("log4j2-kafka.properties");
    values.render("kafka.properties", properties);
    values.render("log4j2-kafka.properties", logging);
    Path data = folders.data().resolve("kafka");
    if (!Files.exists(data.resolve("meta.properties"))) {
      format(lib, properties);
    }
    List<String> words = new ArrayList<>();
    words.add("-Xms" + settings.size("kafka.heap"));
    words.add("-Xmx" + settings.size("kafka.heap"));
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(settings.words("kafka.jvm-options"));
    words.add("-Djava.awt.headless=true");
    words.add("-Dlog4j2.configurationFile=" + logging);
    words.add("-cp");
    words.add(lib + "/*");
    words.add("kafka.Kafka");
    words.add(properties.toString());
    return new Launch(
        JavaCommand.of(arguments(), words),
        Map.of(),
        folders.logs().resolve("kafka.out"),
        "TERM",
        0,
        marker());
  }

  private void format(Path lib, Path properties) {
    ByteBuffer id = ByteBuffer.allocate(16);
    UUID random = UUID.randomUUID();
    id.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
    String cluster = Base64.getUrlEncoder().withoutPadding().encodeToString(id.array());
    if (cluster.startsWith("-")) {
      // It would be read as an option.
      cluster = "A" + cluster.substring(1);
    }
    Tool.run(
        "formatting Kafka's data folder",
        List.of(
            JavaCommand.executable(),
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=" + folders.conf().resolve("log4j2-kafka.properties"),
            "-cp",
            lib + "/*",
            "kafka.tools.StorageTool",
            "format",
            "-t",
            cluster,
            "-c",
            properties.toString()),
        folders);
  }

  /** Asks for the versions it speaks, which a broker answers once it takes requests. */
  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port("kafka.port")),
          500);
      socket.setSoTimeout(2_000);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(10);
      out.writeShort(API_VERSIONS);
      out.writeShort(0);
      out.writeInt(CORRELATION);
      out.writeShort(-1);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      return in.readInt() == CORRELATION && in.readShort() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Path log() {
    return folders.logs().resolve("kafka.log");
  }

  @Override
  public List<String> settings() {
    return List.of("kafka.heap", "kafka.jvm-options", "kafka.port", "kafka.controller-port");
  }
}
