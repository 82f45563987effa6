package dev.millrace.common.testing.badjob;

final class BadJob {
  static final String NAME = String.valueOf("bad");

  private BadJob() {}

  static String name() {
    return NAME;
  }
}
