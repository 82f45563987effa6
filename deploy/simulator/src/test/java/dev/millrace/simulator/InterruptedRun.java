package dev.millrace.simulator;

import dev.millrace.payments.Outcome;
import dev.millrace.simulator.measure.DecisionTally;
import dev.millrace.simulator.measure.TraceFile;
import dev.millrace.simulator.payments.FraudScenario;
import dev.millrace.simulator.payments.Payment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of its own that ends as a run with {@code --await} does: two payments are sent, the
 * first is decided after the first line of input that comes, the second never.
 */
final class InterruptedRun {
  private InterruptedRun() {}

  public static void main(String[] arguments) {
    try (Interruption interruption = new Interruption(Duration.ofMinutes(5));
        TraceFile trace = new TraceFile(Path.of(arguments[0]))) {
      DecisionTally tally = new DecisionTally(Duration.ZERO, trace);
      for (int number = 1; number <= 2; number++) {
        tally.sending(
            new Payment(number, 1, 1, 100, 0, FraudScenario.LEGITIMATE), System.nanoTime());
      }
      interruption.onInterrupt(() -> System.out.println("interrupted"));
      Thread decisions = new Thread(() -> decideAfterALine(tally), "decisions");
      decisions.setDaemon(true);
      decisions.start();
      AtomicInteger looks = new AtomicInteger();
      System.out.println("waiting");
      new LastDecisions(tally, Duration.ofMinutes(5), interruption)
          .await(
              () -> {
                // The first time, it may have looked before the interruption.
                if (interruption.interrupted() && looks.incrementAndGet() == 2) {
                  System.out.println("still waiting");
                }
              });
      System.out.println("decided " + tally.distinct());
    }
  }

  private static void decideAfterALine(DecisionTally tally) {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      if (input.readLine() != null) {
        tally.decided(1, Outcome.APPROVE, System.nanoTime());
        System.out.println("one is decided");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
