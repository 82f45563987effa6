package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortThatSomebodyListensOnIsNotFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.free(socket.getLocalPort())).isFalse();
    }
  }

  @Test
  void aPortIsFreeAgainWhenItsListenerIsGone() throws IOException {
    int port;
    try (ServerSocket socket = listenBelowClients()) {
      port = socket.getLocalPort();
      assertThat(Ports.free(port)).isFalse();
    }
    assertThat(Ports.free(port)).isTrue();
  }

  /** On a port that the system gives to nobody else meanwhile. */
  private static ServerSocket listenBelowClients() throws IOException {
    Random random = new Random();
    for (int tries = 0; tries < 1_000; tries++) {
      try {
        return new ServerSocket(
            random.nextInt(20_000, 32_768), 1, InetAddress.getLoopbackAddress());
      } catch (BindException e) {
        // Taken: another one.
      }
    }
    throw new IOException("cannot find a free port below 32768");
  }

  @Test
  void theListenerIsFound() throws IOException {
    assumeThat(Files.exists(Path.of("/proc/net/tcp"))).isTrue();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Ports.holder(socket.getLocalPort()))
          .map(LocalProcess::pid)
          .hasValue(ProcessHandle.current().pid());
    }
  }
}
