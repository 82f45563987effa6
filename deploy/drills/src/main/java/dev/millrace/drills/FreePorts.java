package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback address that nobody listens on. */
final class FreePorts {

  private FreePorts() {}

  /** Different free ports; they may be taken by others before they are used. */
  static List<Integer> find(int count) {
    List<Integer> ports = new ArrayList<>();
    add(ports, count);
    return List.copyOf(ports);
  }

  /** Each port stays open until all are found, so that none is found twice. */
  private static void add(List<Integer> ports, int count) {
    if (ports.size() == count) {
      return;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.add(socket.getLocalPort());
      add(ports, count);
    } catch (IOException e) {
      throw new ToolException("cannot find free ports", e);
    }
  }
}
