/** Table migrations, roles and views of the suite's database, and what people type to read it. */
package dev.millrace.sql;
