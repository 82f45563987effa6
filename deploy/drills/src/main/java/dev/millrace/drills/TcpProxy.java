package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between two processes that can be cut and slowed down. Listens on the loopback address
 * and passes every connection on.
 *
 * <p>A cut network swallows bytes and answers nothing, as a pulled cable does: connections stay
 * open and hang. When it is mended, connections that lost bytes are reset.
 */
final class TcpProxy implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final long CLOSED_LOOK_MILLIS = 20;

  private final ServerSocket server;
  private final int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean cut;
  private final BusyTime held = new BusyTime();

  /**
   * Opens a proxy on a free port.
   *
   * @param target port of the loopback address that connections are passed on to
   */
  static TcpProxy to(int target) {
    try {
      return new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    } catch (IOException e) {
      throw new ToolException("cannot listen on a free port", e);
    }
  }

  private TcpProxy(ServerSocket server, int target) {
    this.server = requireNonNull(server);
    this.target = target;
    daemon("proxy-" + target, this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How long it has held any data up because it is slow, in either direction. */
  Duration heldUp() {
    return held.total();
  }

  /** From now on no byte passes, in either direction, and no connection is answered. */
  void cut() {
    cut = true;
  }

  /** Bytes pass again; connections that were there during the cut are reset. */
  void mend() {
    // In this order: a connection that was there must not pass on what it held back.
    links.forEach(Link::close);
    cut = false;
  }

  /** From now on each piece of data takes so much longer, in both directions. */
  void slowDown(Duration more) {
    delay = requireNonNull(more);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon("proxy-link-" + target, () -> connect(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    Link link = new Link(client, upstream);
    links.add(link);
    try {
      waitWhileCut();
      upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      daemon("proxy-answers-" + target, () -> pump(upstream, client, link));
      pump(client, upstream, link);
    } catch (IOException e) {
      link.close();
    }
  }

  private void pump(Socket from, Socket to, Link link) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        holdUp();
        waitWhileCut();
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side is gone; the other learns of it below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      link.close();
    }
  }

  private void holdUp() throws InterruptedException {
    long more = delay.toMillis();
    if (more > 0) {
      held.begin();
      try {
        Thread.sleep(more);
      } finally {
        held.end();
      }
    }
  }

  private void waitWhileCut() throws IOException {
    while (cut) {
      try {
        Thread.sleep(CLOSED_LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closeQuietly(server);
    links.forEach(Link::close);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing is lost: the drill is done with it.
    }
  }

  /** The time in which something is under way, of many things that may overlap. */
  private static final class BusyTime {
    private int underWay;
    private long since;
    private long nanos;

    synchronized void begin() {
      if (underWay++ == 0) {
        since = System.nanoTime();
      }
    }

    synchronized void end() {
      if (--underWay == 0) {
        nanos += System.nanoTime() - since;
      }
    }

    synchronized Duration total() {
      return Duration.ofNanos(nanos + (underWay > 0 ? System.nanoTime() - since : 0));
    }
  }

  /** The two sockets of a connection. */
  private final class Link {
    private final Socket client;
    private final Socket upstream;

    private Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    private void close() {
      closeQuietly(client);
      closeQuietly(upstream);
      links.remove(this);
    }
  }
}
