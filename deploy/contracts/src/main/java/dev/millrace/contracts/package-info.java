/**
 * Puts the suite's topics and schemas onto a running Kafka and schema registry, and compares them.
 */
package dev.millrace.contracts;
