// Reads Parquet files with Polars and hyparquet.
// stdin:  { "files": ["/path/a.parquet", ...] }
// stdout: { "polars": [{ "column": [values] }, ...], "hyparquet": [...] }, files in the order asked
// Values are texts: integers, dates (days) and instants (micros) in full, doubles in the shortest form that reads back, null as null.
// Polars gives decimals exactly; hyparquet keeps them as doubles.
// With "kinds": [{ "column": "integer" | "decimal SCALE" | "double" | "boolean" | "text" }, ...], one for each file, a column is not its values but
// [rows, nulls, sum]: the sum of integers, days, micros, unscaled decimals, ones for true, bytes of text, exact and as text; of doubles as a number.
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

const rowsOfHyparquet = async (path) => {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const parsers = { timestampFromMicroseconds: (micros) => micros, dateFromDays: (days) => days };
  const rows = await parquetReadObjects({ file, metadata, compressors, parsers });
  return { rows, names: parquetSchema(metadata).children.map((child) => child.element.name) };
};

const readWithHyparquet = async (path) => {
  const { rows, names } = await rowsOfHyparquet(path);
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => shown(row[name]))]));
};

const profileWithPolars = (path, kinds) => {
  const frame = pl.readParquet(path);
  const first = (name, expression) => frame.select(expression).getColumn(name).toArray()[0] ?? 0;
  const sum = (name) => {
    const column = pl.col(name);
    const [kind, scale] = kinds[name].split(' ');
    // Polars counts characters; two hexadecimal digits are a byte.
    if (kind === 'text') return String(first(name, column.str.encode('hex').str.lengths().cast(pl.Int64).sum()) / 2);
    if (kind === 'double') return first(name, column.sum());
    if (kind === 'decimal') return unscaled(String(first(name, column.sum().cast(pl.Utf8))), Number(scale));
    // Polars adds in 64 bits, which the micros of a few thousand instants leave.
    return exactSum(frame.select(column.cast(pl.Int64)).getColumn(name).toArray().filter((value) => value !== null));
  };
  return Object.fromEntries(frame.columns.map((name) => [name, [frame.height, frame.getColumn(name).nullCount(), sum(name)]]));
};

const exactSum = (numbers) => numbers.reduce((total, number) => total + BigInt(number), 0n).toString();

// The digits of a decimal without its point.
const unscaled = (number, scale) => {
  const [whole, fraction = ''] = number.split('.');
  return BigInt(whole + fraction.padEnd(scale, '0')).toString();
};

const profileWithHyparquet = async (path, kinds) => {
  const { rows, names } = await rowsOfHyparquet(path);
  const profile = (name) => {
    const [kind, scale] = kinds[name].split(' ');
    const values = rows.map((row) => row[name]).filter((value) => value !== null && value !== undefined);
    const numbers = values.map((value) => {
      if (kind === 'text') return Buffer.byteLength(value);
      return kind === 'decimal' ? Math.round(value * 10 ** Number(scale)) : value;
    });
    const sum = kind === 'double' ? numbers.reduce((total, number) => total + number, 0) : exactSum(numbers);
    return [rows.length, rows.length - values.length, sum];
  };
  return Object.fromEntries(names.map((name) => [name, profile(name)]));
};

const { files, kinds } = JSON.parse(await text(process.stdin));
const answer = { polars: files.map((path, i) => (kinds ? profileWithPolars(path, kinds[i]) : readWithPolars(path))), hyparquet: [] };
for (const [i, path] of files.entries()) answer.hyparquet.push(await (kinds ? profileWithHyparquet(path, kinds[i]) : readWithHyparquet(path)));
process.stdout.write(JSON.stringify(answer));
