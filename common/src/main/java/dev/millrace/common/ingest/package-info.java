/** From a Kafka topic to a stream of valid records, and another of dead letters. */
package dev.millrace.common.ingest;
