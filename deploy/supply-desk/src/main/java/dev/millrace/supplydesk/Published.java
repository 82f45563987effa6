package dev.millrace.supplydesk;

import java.util.List;

/** Results of others. */
final class Published {

  /**
   * A detector on the Numenta Anomaly Benchmark.
   *
   * @param detector its name
   * @param standard published score on all files, standard profile
   * @param lowFalsePositives the same, profile that rewards few false positives
   * @param lowFalseNegatives the same, profile that rewards few false negatives
   * @param part standard score on the files of the groups artificial, realAWSCloudwatch and
   *     realAdExchange alone, computed from its published scores of all rows; null if not known
   */
  record Detector(
      String detector,
      String standard,
      String lowFalsePositives,
      String lowFalseNegatives,
      String part) {}

  /** From the scoreboard of numenta/NAB. */
  static final List<Detector> DETECTORS =
      List.of(
          new Detector("ARTime", "74.9", "65.1", "80.4", "71.1"),
          new Detector("Numenta HTM", "69.7-70.5", "61.7-62.6", "74.2-75.2", "73.6"),
          new Detector("CAD OSE", "69.9", "67.0", "73.2", "71.7"),
          new Detector("KNN CAD", "58.0", "43.4", "64.8", "61.0"),
          new Detector("Relative Entropy", "54.6", "47.6", "58.8", "46.4"),
          new Detector("Random Cut Forest", "51.7", "38.4", "59.7", "56.7"),
          new Detector("Windowed Gaussian", "39.6", "20.9", "47.4", "35.0"));

  /**
   * A way to forecast late deliveries of 2013.
   *
   * @param method what it is
   * @param auc area under the ROC curve
   * @param ap average precision
   */
  record Forecaster(String method, double auc, double ap) {}

  static final List<Forecaster> FORECASTERS =
      List.of(
          new Forecaster("running delay rate by vendor, country and site", .722, .368),
          new Forecaster("random forest, trained on all before 2013", .753, .340));

  private Published() {}
}
