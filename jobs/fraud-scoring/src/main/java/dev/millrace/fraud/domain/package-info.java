/**
 * What the job knows about cards, terminals and suspicion: pure functions and immutable values, no
 * Flink, no clock.
 */
package dev.millrace.fraud.domain;
