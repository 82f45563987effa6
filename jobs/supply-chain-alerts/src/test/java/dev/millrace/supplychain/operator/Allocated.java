package dev.millrace.supplychain.operator;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that work allocates: what it costs, however busy the machine is with something else. */
final class Allocated {

  /** Something that is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private Allocated() {}

  /** Bytes that this thread allocates for it. */
  static long by(Work work) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
