/**
 * The world of payments, without Kafka: what is paid, what is fraud, what becomes known when, and
 * what goes wrong. Pure and reproducible.
 */
package dev.millrace.simulator.payments;
