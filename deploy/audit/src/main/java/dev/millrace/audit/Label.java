package dev.millrace.audit;

/**
 * A fraud label on its topic. Times in milliseconds since 1970.
 *
 * @param sentAt Kafka timestamp
 * @param paidAt event time of the payment that it is about
 */
record Label(Place place, long sentAt, String id, String terminal, long paidAt, boolean fraud) {}
