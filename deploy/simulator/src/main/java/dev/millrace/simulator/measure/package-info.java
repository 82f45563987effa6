/** What came of the payments that were sent: decisions, how soon, and how right. */
package dev.millrace.simulator.measure;
