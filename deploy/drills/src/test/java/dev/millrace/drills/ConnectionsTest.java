package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final String HEADER = "  sl  local_address rem_address   st tx_queue rx_queue";

  @Test
  void onlyOpenConnectionsToThePortCount() {
    Connections connections =
        new Connections(
            List.of(
                HEADER,
                "   0: 0100007F:3EFB 00000000:0000 0A 00000000:00000000",
                "   1: 0100007F:C350 0100007F:3EFB 01 00000000:00000000",
                "   2: 0100007F:C351 0100007F:3EFC 06 00000000:00000000"));
    assertThat(connections.reach(0x3EFB)).isTrue();
    assertThat(connections.reach(0x3EFC)).as("closing").isFalse();
    assertThat(connections.reach(0xC350)).as("the near end").isFalse();
  }

  @Test
  void thoseOfThisMachine() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Connections.now().reach(server.getLocalPort())).isFalse();
      try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
        assertThat(client.isConnected()).isTrue();
        assertThat(Connections.now().reach(server.getLocalPort())).isTrue();
      }
    }
  }
}
