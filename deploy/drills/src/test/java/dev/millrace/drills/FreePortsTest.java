package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void areBelowThoseOfClientsAndEachIsFoundOnce() {
    FreePorts free = new FreePorts();
    List<Integer> all = new ArrayList<>(free.find(10));
    all.addAll(free.find(10));
    assertThat(all).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(all).allMatch(port -> port >= 20_000 && port < 32_768);
  }

  @Test
  void oneThatSomebodyListensOnIsNone() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> new FreePorts(port, port + 1).find(1))
          .isInstanceOf(ToolException.class)
          .hasMessage("cannot find 1 free ports below " + (port + 1));
    }
  }

  @Test
  void endWhereLinuxSaysThatClientsBegin() {
    assertThat(FreePorts.end("32768\t60999\n")).isEqualTo(32_768);
    assertThat(FreePorts.end("24000 60999")).isEqualTo(24_000);
    assertThat(FreePorts.end("1024 65535")).as("no room before").isEqualTo(32_768);
    assertThat(FreePorts.end("")).as("not Linux").isEqualTo(32_768);
  }
}
