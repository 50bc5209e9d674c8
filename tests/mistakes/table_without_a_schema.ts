// A table, and nothing says what its rows are.
// at: table
// says: Expected 2-3 arguments, but got 1.
import { table } from "leat";

table("sales.csv");
