// Runs SQL in a fresh in-memory DuckDB (UTC).
// stdin:  { "statements": ["..."], "queries": { "name": "SELECT ..." } }
// stdout: { "name": { "columns": [...], "rows": [[...]] } }
// Values: null, booleans, doubles and integers up to 32 bits as JSON; 64-bit integers, hugeints, decimals, dates, instants as exact
// strings; text as it is; NaN and infinities as the strings "NaN", "Infinity", "-Infinity"; lists as arrays.
import { text } from 'node:stream/consumers';
import { DuckDBInstance } from '@duckdb/node-api';

const plain = (value) => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (Array.isArray(value?.items)) return value.items.map(plain);
  return value.toString();
};

const request = JSON.parse(await text(process.stdin));
const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run("SET TimeZone = 'UTC'");
for (const statement of request.statements ?? []) await connection.run(statement);
const answer = {};
for (const [name, query] of Object.entries(request.queries ?? {})) {
  const reader = await connection.runAndReadAll(query);
  answer[name] = { columns: reader.columnNames(), rows: reader.getRows().map((row) => row.map(plain)) };
}
process.stdout.write(JSON.stringify(answer));
