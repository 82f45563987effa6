/** Streams in the memory of a test: lists that a job reads and writes. */
package dev.millrace.common.testing.stream;
