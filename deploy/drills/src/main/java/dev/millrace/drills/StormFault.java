package dev.millrace.drills;

/**
 * Nothing breaks: the payments themselves are the fault. The breaker, which stops a job when a
 * topic has gone bad, is told that so much is expected.
 */
final class StormFault implements Fault {

  @Override
  public String[] jobOptions(String job) {
    return job.equals("fraud-scoring") ? new String[] {"-Dinput.breaker-share=0.5"} : new String[0];
  }

  @Override
  public void strike(Arena arena) {}
}
