package dev.millrace.notify;

import java.io.IOException;
import java.util.Map;

/** More headers of each request, as they are now: a token in a file is another one some day. */
@FunctionalInterface
interface RequestHeaders {

  /**
   * The headers by name.
   *
   * @throws IOException if there are none that could be sent; its message never shows a value
   */
  Map<String, String> read() throws IOException;
}
