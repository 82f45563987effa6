package dev.millrace.audit;

/**
 * A payment on its topic, as far as it is audited. Times in milliseconds since 1970.
 *
 * @param sentAt Kafka timestamp
 * @param billed what the card holder is billed; null if the payment does not say
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
    Billed billed,
    long eventTime,
    String merchant,
    Circumstances circumstances) {

  /** An amount in minor units of another currency. */
  record Billed(long amountMinor, String currency) {}

  /** A payment that does not say what is billed. */
  Payment(
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
    this(
        place,
        sentAt,
        id,
        card,
        terminal,
        amountMinor,
        currency,
        null,
        eventTime,
        merchant,
        circumstances);
  }

  /** The same payment with another amount. */
  Payment withAmount(long minor, String inCurrency) {
    return new Payment(
        place,
        sentAt,
        id,
        card,
        terminal,
        minor,
        inCurrency,
        billed,
        eventTime,
        merchant,
        circumstances);
  }

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
