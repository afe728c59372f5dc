// Runs the statements of a JSON file (an array of texts), one after another, in a fresh in-memory DuckDB (UTC): node statements.mjs FILE
import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET TimeZone = 'UTC'");
for (const statement of JSON.parse(await readFile(process.argv[2], 'utf8'))) await connection.run(statement);
