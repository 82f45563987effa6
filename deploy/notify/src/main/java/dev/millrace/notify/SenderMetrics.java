package dev.millrace.notify;

import static java.util.Objects.requireNonNull;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What a sender tells Prometheus: its own thread writes, any thread reads. */
final class SenderMetrics {
  private static final Instant NONE = Instant.MAX;

  private final InstantSource clock;
  private final Counter sent;
  private final CounterDataPoint refused;
  private final CounterDataPoint unreadable;
  private final Counter tooOld;
  private final Histogram delay;
  private final CounterDataPoint webhookFailures;
  private final CounterDataPoint registryFailures;
  private final CounterDataPoint commitFailures;
  private volatile Instant publishedAtHand = NONE;
  private volatile boolean isBusy;
  private volatile Instant lastSight;

  /** Registers the metrics of the one sender that this process has. */
  SenderMetrics(PrometheusRegistry registry, InstantSource clock) {
    this.clock = requireNonNull(clock);
    lastSight = clock.instant();
    sent =
        Counter.builder()
            .name("millrace_notify_sent_total")
            .help("Notifications that the receiver has taken.")
            .register(registry);
    // Every label's value is there from the start, at 0: an alert on a counter needs its series
    // before the first event.
    Counter deadLetters =
        Counter.builder()
            .name("millrace_notify_dead_letters_total")
            .help("Notifications that the receiver refused, or that cannot be read.")
            .labelNames("cause")
            .register(registry);
    refused = deadLetters.labelValues("refused");
    unreadable = deadLetters.labelValues("unreadable");
    tooOld =
        Counter.builder()
            .name("millrace_notify_too_old_total")
            .help("Notifications that were left out because of their age.")
            .register(registry);
    delay =
        Histogram.builder()
            .name("millrace_notify_delay_seconds")
            .help("From a notification's publication until the receiver has taken it.")
            .classicOnly()
            .classicUpperBounds(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)
            .register(registry);
    Counter failures =
        Counter.builder()
            .name("millrace_notify_failed_attempts_total")
            .help("Attempts that are made again: to post, to ask the registry, to commit.")
            .labelNames("at")
            .register(registry);
    webhookFailures = failures.labelValues("webhook");
    registryFailures = failures.labelValues("registry");
    commitFailures = failures.labelValues("commit");
    gauge(
        registry,
        "millrace_notify_age_seconds",
        "Time since the notification at hand was published; 0 while there is nothing to send.",
        this::ageAtHand);
    gauge(
        registry,
        "millrace_notify_blind_seconds",
        "Time since it was last known what is to be sent next, if anything.",
        () -> isBusy ? Duration.ZERO : since(lastSight));
  }

  private static void gauge(
      PrometheusRegistry registry, String name, String help, Supplier<Duration> time) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(time.get().toMillis() / 1000.0))
        .register(registry);
  }

  /** It stays at hand until the next one is, or until there is none: a backlog has no gaps. */
  void takeUp(Instant published) {
    publishedAtHand = published;
    isBusy = true;
  }

  void dealtWith() {
    isBusy = false;
    lastSight = clock.instant();
  }

  void nothingToSend() {
    publishedAtHand = NONE;
    lastSight = clock.instant();
  }

  void sent(Instant published) {
    sent.inc();
    delay.observe(since(published).toMillis() / 1000.0);
  }

  void refused() {
    refused.inc();
  }

  void unreadable() {
    unreadable.inc();
  }

  void leftOut() {
    tooOld.inc();
  }

  void webhookFailed() {
    webhookFailures.inc();
  }

  void registryFailed() {
    registryFailures.inc();
  }

  void commitFailed() {
    commitFailures.inc();
  }

  private Duration ageAtHand() {
    Instant published = publishedAtHand;
    return published.equals(NONE) ? Duration.ZERO : since(published);
  }

  /** Not below zero: whose clock published it may be ahead of this one. */
  private Duration since(Instant published) {
    Duration age = Duration.between(published, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
