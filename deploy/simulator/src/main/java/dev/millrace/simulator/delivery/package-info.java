/** How simulated events become Kafka records, and when they are sent. */
package dev.millrace.simulator.delivery;
