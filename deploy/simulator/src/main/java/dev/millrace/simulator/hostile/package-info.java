/**
 * What nobody should send: broken and malicious records for every topic, made from the schemas
 * themselves, without Kafka but for {@link dev.millrace.simulator.hostile.HostileSink}.
 */
package dev.millrace.simulator.hostile;
