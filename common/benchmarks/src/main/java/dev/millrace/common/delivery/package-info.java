/** Ways to write a batch, in the package of the sink whose own way is among them. */
package dev.millrace.common.delivery;
