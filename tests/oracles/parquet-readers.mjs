// Reads Parquet files with Polars and hyparquet.
// stdin:  { "files": ["/path/a.parquet", ...] }
// stdout: { "polars": [{ "column": [values] }, ...], "hyparquet": [...] }, files in the order asked
// Values are texts: integers, dates (days) and instants (micros) in full, doubles in the shortest form that reads back, null as null.
// Polars gives decimals exactly; hyparquet keeps them as doubles.
import { text } from 'node:stream/consumers';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import pl from 'nodejs-polars';

const shown = (value) => {
  if (value === null || value === undefined) return null;
  return Object.is(value, -0) ? '-0' : String(value);
};

const readWithPolars = (path) => {
  const frame = pl.readParquet(path);
  const columns = {};
  for (const [name, type] of Object.entries(frame.schema)) {
    const kind = type.variant ?? String(type);
    let column = pl.col(name);
    if (kind === 'Datetime' || kind === 'Date') column = column.cast(kind === 'Date' ? pl.Int32 : pl.Int64);
    if (kind !== 'Utf8' && kind !== 'String' && kind !== 'Float64' && kind !== 'Bool') column = column.cast(pl.Utf8);
    columns[name] = frame.select(column).getColumn(name).toArray().map(shown);
  }
  return columns;
};

const readWithHyparquet = async (path) => {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const parsers = { timestampFromMicroseconds: (micros) => micros, dateFromDays: (days) => days };
  const rows = await parquetReadObjects({ file, metadata, compressors, parsers });
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => shown(row[name]))]));
};

const { files } = JSON.parse(await text(process.stdin));
const answer = { polars: files.map(readWithPolars), hyparquet: [] };
for (const path of files) answer.hyparquet.push(await readWithHyparquet(path));
process.stdout.write(JSON.stringify(answer));
