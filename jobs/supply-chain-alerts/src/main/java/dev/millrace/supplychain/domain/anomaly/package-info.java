/** Points of a series that do not fit what the series has done so far: pure logic. */
package dev.millrace.supplychain.domain.anomaly;
