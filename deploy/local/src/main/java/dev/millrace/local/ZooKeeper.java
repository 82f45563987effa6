package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One ZooKeeper server: it says which JobManager leads, and remembers the jobs for the next one.
 */
final class ZooKeeper implements Component {
  private static final int NON_HEAP_MEBIBYTES = 100;

  /** As a JobManager: without it there is no leader. */
  private static final int RESTARTS = 5;

  private final Folders folders;
  private final Settings settings;
  private final Values values;

  ZooKeeper(Folders folders, Settings settings, Values values) {
    this.folders = requireNonNull(folders);
    this.settings = requireNonNull(settings);
    this.values = requireNonNull(values);
  }

  @Override
  public String name() {
    return "zookeeper";
  }

  @Override
  public Map<String, Integer> ports() {
    return Map.of("zookeeper.port", settings.port("zookeeper.port"));
  }

  @Override
  public Reserve reserve() {
    return new Reserve("zookeeper.heap", settings.size("zookeeper.heap").plus(NON_HEAP_MEBIBYTES));
  }

  @Override
  public String marker() {
    return "@" + arguments();
  }

  private Path arguments() {
    return folders.conf().resolve("zookeeper.arguments");
  }

  @Override
  public Launch prepare() {
    Path lib = folders.local().resolve("zookeeper/target/lib");
    Built.require(lib, folders);
    Path properties = folders.conf().resolve("zookeeper.properties");
    Path logging = folders.conf().resolve("log4j2-zookeeper.properties");
    values.render("zookeeper.properties", properties);
    values.render("log4j2-zookeeper.properties", logging);
    List<String> words = new ArrayList<>();
    words.add("-Xmx" + settings.size("zookeeper.heap"));
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.addAll(settings.words("zookeeper.jvm-options"));
    words.add("-Dlog4j2.configurationFile=" + logging);
    words.add("-cp");
    words.add(lib + "/*");
    words.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    words.add(properties.toString());
    return new Launch(
        JavaCommand.of(arguments(), words),
        Map.of(),
        folders.logs().resolve("zookeeper.out"),
        "TERM",
        RESTARTS,
        marker());
  }

  /** Asks whether it is well, which it says once it serves clients. */
  @Override
  public boolean ready() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port("zookeeper.port")),
          500);
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(4);
      return new String(answer, StandardCharsets.US_ASCII).equals("imok");
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Path log() {
    return folders.logs().resolve("zookeeper.log");
  }

  @Override
  public List<String> settings() {
    return List.of("zookeeper.heap", "zookeeper.jvm-options", "zookeeper.port");
  }
}
