package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** A network that passes a request on and breaks when the answer comes. */
final class AnswerLosingProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final AtomicBoolean losing = new AtomicBoolean();

  private AnswerLosingProxy(ServerSocket server, int target) {
    this.server = requireNonNull(server);
    this.target = target;
  }

  /** Listens on a free port of the loopback address, and passes connections on to another one. */
  static AnswerLosingProxy to(int target) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    AnswerLosingProxy proxy = new AnswerLosingProxy(new ServerSocket(0, 50, loopback), target);
    daemon(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next bytes from the database break their connection instead of arriving. */
  void loseNextAnswer() {
    losing.set(true);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        daemon(() -> pump(client, database, new AtomicBoolean()));
        daemon(() -> pump(database, client, losing));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void pump(Socket from, Socket to, AtomicBoolean breaks) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0 && !breaks.getAndSet(false);
          read = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The other side was closed: so is this one now.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "answer-losing-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
