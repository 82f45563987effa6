package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertThat(Ports.free(port)).isTrue();
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
