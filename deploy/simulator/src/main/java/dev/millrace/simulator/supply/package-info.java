/** A supply chain of which it is known what goes wrong in it. */
package dev.millrace.simulator.supply;
