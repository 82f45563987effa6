package dev.millrace.common.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * A port of the loopback address that nobody listens on. It is below those that Linux gives to
 * clients, one of which could take it before its server is there, or while that is away.
 */
final class FreePort {
  private static final int FIRST = 20_000;
  private static final int FIRST_OF_CLIENTS = 32_768;
  private static final int TRIES = 1_000;

  private FreePort() {}

  /** Looks anywhere: other tests look for ports too. */
  static int find() throws IOException {
    Random random = new Random();
    IOException last = null;
    for (int tries = 0; tries < TRIES; tries++) {
      int port = random.nextInt(FIRST, FIRST_OF_CLIENTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException("cannot find a free port below " + FIRST_OF_CLIENTS, last);
  }
}
