package dev.millrace.audit;

/**
 * A payment on its topic, as far as it is audited. Times in milliseconds since 1970.
 *
 * @param sentAt Kafka timestamp
 * @param merchant its category and country, as {@link Decision#merchant} has them
 * @param circumstances where and with what it was made
 */
record Payment(
    Place place,
    long sentAt,
    String id,
    String card,
    String terminal,
    long amountMinor,
    String currency,
    long eventTime,
    String merchant,
    Circumstances circumstances) {

  /**
   * What a terminal may say of a payment; null, and NaN, where it does not.
   *
   * @param country of the merchant
   * @param latitude degrees north
   * @param longitude degrees east
   */
  record Circumstances(
      String merchantId, String country, String device, double latitude, double longitude) {
    static final Circumstances UNKNOWN =
        new Circumstances(null, null, null, Double.NaN, Double.NaN);

    boolean hasPlace() {
      return !Double.isNaN(latitude) && !Double.isNaN(longitude);
    }
  }
}
