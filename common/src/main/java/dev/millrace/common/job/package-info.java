/**
 * From command line and file to a validated configuration, and from that to a Flink environment.
 */
package dev.millrace.common.job;
