/** What is normal on a lane, at a port and with a carrier, and what is not. */
package dev.millrace.supplychain.domain.place;
