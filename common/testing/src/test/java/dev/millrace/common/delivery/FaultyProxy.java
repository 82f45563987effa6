package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A network that breaks when an answer comes, or takes no more of what a client sends. */
final class FaultyProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final AtomicBoolean losing = new AtomicBoolean();
  private final Gate requests = new Gate();

  private FaultyProxy(ServerSocket server, int target) {
    this.server = requireNonNull(server);
    this.target = target;
  }

  /** Listens on a free port of the loopback address, and passes connections on to another one. */
  static FaultyProxy to(int target) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    FaultyProxy proxy = new FaultyProxy(new ServerSocket(0, 50, loopback), target);
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

  /** From now on what clients send stays where it is, and they are not told. */
  void holdRequests() {
    requests.shut();
  }

  /** Waits until some of a request is held. */
  void awaitHeldRequest() throws InterruptedException {
    requests.awaitArrival();
  }

  /** Ends {@link #holdRequests}. */
  void passRequests() {
    requests.open();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket database = new Socket(InetAddress.getLoopbackAddress(), target);
        daemon(() -> pump(client, database, requests::pass));
        daemon(() -> pump(database, client, () -> !losing.getAndSet(false)));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private static void pump(Socket from, Socket to, BooleanSupplier passes) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0 && passes.getAsBoolean();
          read = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // The other side was closed: so is this one now.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    requests.open();
  }

  /** What comes while it is shut waits before it. */
  private static final class Gate {
    private boolean isShut;
    private boolean isWaitedFor;

    synchronized void shut() {
      isShut = true;
    }

    synchronized void open() {
      isShut = false;
      notifyAll();
    }

    synchronized boolean pass() {
      try {
        while (isShut) {
          isWaitedFor = true;
          notifyAll();
          wait();
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    synchronized void awaitArrival() throws InterruptedException {
      while (!isWaitedFor) {
        wait();
      }
    }
  }
}
