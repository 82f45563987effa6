/** How a model is kept: the file that training writes and the job reads. */
package dev.millrace.fraud.model;
