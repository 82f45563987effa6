package dev.millrace.shopdesk;

import java.util.List;

/**
 * Results of others on a benchmark.
 *
 * @param title name of the benchmark
 * @param predictions by whose number its whole test part is recognised
 * @param results one for each method
 */
record Published(String title, int predictions, List<Result> results) {

  static final List<Published> ALL =
      List.of(
          new Published(
              "Diginetica",
              60_858,
              List.of(
                  new Result("Markov", .344, .131),
                  new Result("AR", .439, .147),
                  new Result("S-KNN", .485, .174),
                  new Result("NARM", .498, .159),
                  new Result("GRU4Rec", .510, .175),
                  new Result("VS-KNN", .520, .184))),
          new Published(
              "Serenade",
              931,
              List.of(
                  // Sessions kept for each item, neighbours, newest items of the session.
                  new Result("VMIS-kNN 500/50/2", .640, .328))));

  Published {
    results = List.copyOf(results);
  }

  /** What a method reached. */
  record Result(String method, double hr20, double mrr20) {}
}
