package dev.millrace.audit;

/**
 * A payment on its topic, as far as it is audited. Times in milliseconds since 1970.
 *
 * @param sentAt Kafka timestamp
 * @param merchant its category and country, as {@link Decision#merchant} has them
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
    String merchant) {}
