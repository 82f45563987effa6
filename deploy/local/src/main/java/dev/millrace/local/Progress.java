package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;

/** Tells a person what happens, on standard error, a line at a time. */
record Progress(PrintWriter writer) {
  Progress {
    requireNonNull(writer);
  }

  synchronized void line(String text) {
    writer.println(text);
    writer.flush();
  }
}
