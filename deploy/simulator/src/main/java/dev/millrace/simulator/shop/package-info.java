/** A shop: its items, its shoppers, and what is recommended to them. */
package dev.millrace.simulator.shop;
