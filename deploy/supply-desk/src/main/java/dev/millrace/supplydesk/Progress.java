package dev.millrace.supplydesk;

import java.util.concurrent.CompletableFuture;

/** How far a topology has come, in the time of events; one at a time waits for it. */
final class Progress {
  private long reached = Long.MIN_VALUE;
  private long wanted = Long.MAX_VALUE;
  private CompletableFuture<Void> waiting = new CompletableFuture<>();

  /** Done when everything before a time is, milliseconds since 1970. */
  synchronized CompletableFuture<Void> upTo(long time) {
    if (reached >= time) {
      return CompletableFuture.completedFuture(null);
    }
    wanted = time;
    waiting = new CompletableFuture<>();
    return waiting;
  }

  /** Tells that everything before a time is done. */
  void reached(long time) {
    CompletableFuture<Void> done;
    synchronized (this) {
      reached = Math.max(reached, time);
      if (reached < wanted) {
        return;
      }
      wanted = Long.MAX_VALUE;
      done = waiting;
    }
    done.complete(null);
  }
}
