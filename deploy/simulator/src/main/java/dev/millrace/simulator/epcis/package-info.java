/** EPCIS 2.0 documents as records of the suite. */
package dev.millrace.simulator.epcis;
