package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Ports of the loopback address that nobody listens on, each found once. They are below those that
 * the system gives to clients, one of which could take a port between this look and its use.
 */
final class FreePorts {
  private static final Path CLIENTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int FIRST_OF_CLIENTS = 32_768; // Linux's own
  private static final int FIRST = 20_000;
  private static final int ROOM = 1_000;

  private final int end;
  private int next;

  /** Begins anywhere: others look for ports too. */
  FreePorts() {
    this.end = end(clients());
    this.next = FIRST + new Random().nextInt(end - FIRST - ROOM);
  }

  FreePorts(int first, int end) {
    this.next = first;
    this.end = end;
  }

  /**
   * Where the ports for clients begin, if there is room before.
   *
   * @param clients first and last port for clients, as Linux says
   */
  static int end(String clients) {
    String first = clients.strip().split("\\s+", 2)[0];
    int begin = first.matches("\\d{1,5}") ? Integer.parseInt(first) : FIRST_OF_CLIENTS;
    return begin >= FIRST + 2 * ROOM ? Math.min(begin, FIRST_OF_CLIENTS) : FIRST_OF_CLIENTS;
  }

  private static String clients() {
    try {
      return Files.readString(CLIENTS);
    } catch (IOException e) {
      return ""; // another system than Linux
    }
  }

  /** Different free ports in their order; they may be taken by others before they are used. */
  List<Integer> find(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      if (next >= end) {
        throw new ToolException("cannot find %d free ports below %d".formatted(count, end));
      }
      if (isFree(next)) {
        ports.add(next);
      }
      next++;
    }
    return List.copyOf(ports);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
