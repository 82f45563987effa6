package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private ServerSocket echo;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::echo);
    thread.setDaemon(true);
    thread.start();
    proxy = TcpProxy.to(echo.getLocalPort());
  }

  private void echo() {
    while (!echo.isClosed()) {
      try {
        Socket socket = echo.accept();
        Thread thread =
            new Thread(
                () -> {
                  try (socket) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                  } catch (IOException e) {
                    // the test is over
                  }
                });
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    echo.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int ask(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  @Test
  void passesBytesBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 42)).isEqualTo(42);
      assertThat(ask(socket, 43)).isEqualTo(43);
      assertThat(proxy.heldUp()).isZero();
    }
  }

  @Test
  void aCutNetworkHangsAndResetsItsConnectionsWhenItIsMended() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 1)).isEqualTo(1);
      proxy.cut();
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> ask(socket, 2)).isInstanceOf(SocketTimeoutException.class);
      proxy.mend();
      socket.setSoTimeout(10_000);
      assertThat(endOf(socket)).isTrue();
    }
    try (Socket socket = connect()) {
      assertThat(ask(socket, 3)).isEqualTo(3);
    }
  }

  /** Closed or reset, as the machine pleases. */
  private static boolean endOf(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aSlowNetworkDelaysEachPieceBothWays() throws IOException {
    try (Socket socket = connect()) {
      assertThat(ask(socket, 1)).isEqualTo(1);
      proxy.slowDown(Duration.ofMillis(100));
      long begin = System.nanoTime();
      assertThat(ask(socket, 2)).isEqualTo(2);
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(took).isGreaterThan(Duration.ofMillis(200));
      assertThat(proxy.heldUp()).isBetween(Duration.ofMillis(200), took);
    }
  }

  @Test
  void whatIsHeldUpAtTheSameTimeCountsOnce() throws IOException {
    try (Socket one = connect();
        Socket other = connect()) {
      assertThat(ask(one, 1)).isEqualTo(1);
      assertThat(ask(other, 1)).isEqualTo(1);
      proxy.slowDown(Duration.ofMillis(100));
      long begin = System.nanoTime();
      one.getOutputStream().write(2);
      other.getOutputStream().write(3);
      assertThat(one.getInputStream().read()).isEqualTo(2);
      assertThat(other.getInputStream().read()).isEqualTo(3);
      assertThat(proxy.heldUp())
          .isBetween(Duration.ofMillis(200), Duration.ofNanos(System.nanoTime() - begin));
    }
  }
}
