package dev.millrace.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One process of the stack. */
interface Component {
  /** Name of its pid file and its log. */
  String name();

  /** Fixed ports it listens on, by the setting that chooses them. */
  Map<String, Integer> ports();

  /** What it takes at most, roughly, and the setting that says so. */
  Reserve reserve();

  /** Part of the command line that tells it from every other process of the machine. */
  String marker();

  /**
   * Renders configuration, creates what must exist before the first start, and says how to run it.
   */
  Launch prepare();

  /** Whether it answers. Called again and again; returns quickly, and throws nothing. */
  boolean ready();

  /**
   * Its log, newest lines last; the standard output stands in a file of the same name that ends in
   * {@code .out}.
   */
  Path log();

  /** What may help when it does not start. */
  List<String> settings();

  /** Memory and the setting behind it. */
  record Reserve(String setting, Size size) {}
}
