// Judges documents by a JSON Schema (2020-12) with ajv.
// stdin:  { "schema": {...}, "documents": { "name": {...} } }
// stdout: { "name": [] or ["/path: message", ...] }
import { text } from 'node:stream/consumers';
import Ajv from 'ajv/dist/2020.js';

const { schema, documents } = JSON.parse(await text(process.stdin));
const validate = new Ajv({ allErrors: false, strict: true, strictTypes: false, strictRequired: false }).compile(schema);
const judge = (document) => validate(document) ? [] : validate.errors.map((error) => `${error.instancePath || '/'}: ${error.message}`);

console.log(JSON.stringify(Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, judge(document)]))));
