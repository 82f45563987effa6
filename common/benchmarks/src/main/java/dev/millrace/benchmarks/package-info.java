/** Measures the code on the path of every record. Nothing of the suite imports it. */
package dev.millrace.benchmarks;
