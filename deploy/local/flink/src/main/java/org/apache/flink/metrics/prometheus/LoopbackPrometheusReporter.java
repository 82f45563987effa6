package org.apache.flink.metrics.prometheus;

import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.flink.util.PortRange;

/** Flink's Prometheus reporter, reached from this machine only. */
final class LoopbackPrometheusReporter extends AbstractPrometheusReporter {
  private final HTTPServer server;

  /** Listens on the first port of the range that is free. */
  LoopbackPrometheusReporter(PortRange ports) {
    this.server = listen(ports);
  }

  private HTTPServer listen(PortRange ports) {
    IOException last = null;
    for (int port : (Iterable<Integer>) ports::getPortsIterator) {
      try {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HTTPServer started = new HTTPServer(address, registry, true);
        log.info("Prometheus reporter listens on {}.", address);
        return started;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IllegalStateException(
        "metrics.reporter.prom.port: none of the ports %s is free".formatted(ports), last);
  }

  @Override
  public void close() {
    server.stop();
    super.close();
  }
}
