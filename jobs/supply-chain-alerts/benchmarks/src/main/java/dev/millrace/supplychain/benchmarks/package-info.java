/** What supply-chain alerts cost. */
package dev.millrace.supplychain.benchmarks;
