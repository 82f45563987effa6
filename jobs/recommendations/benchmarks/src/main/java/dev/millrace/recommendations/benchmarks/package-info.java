/** What recommendations cost: measured, and imported by nothing. */
package dev.millrace.recommendations.benchmarks;
