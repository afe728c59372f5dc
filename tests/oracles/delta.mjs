// Reads Delta tables with ClickHouse (chdb, whose Delta kernel is delta-kernel-rs) from an emulated storage account.
// stdin:  { "tables": { "name": "/folder/of/the/table" }, "queries": { "name": "SELECT ... FROM {name}" } }
// stdout: { "name": [[...]] }   64-bit integers and decimals as exact strings, dates and instants (UTC) as text
import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import chdb from 'chdb';

const account = 'oracle';
const container = 'lake';
const key = randomBytes(32);

// Azurite takes a free port and says which.
const startAzurite = () => new Promise((resolve, reject) => {
  const main = fileURLToPath(new URL('./node_modules/azurite/dist/src/blob/main.js', import.meta.url));
  const azurite = spawn(process.execPath, [main, '--blobPort', '0', '--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry'], {
    env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key.toString('base64')}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listen = (chunk) => {
    output += chunk;
    const found = /successfully listen(?:s|ing) (?:on|at) (http:\/\/[\d.]+:\d+)/.exec(output);
    if (found) resolve({ azurite, url: `${found[1]}/${account}` });
  };
  azurite.stdout.on('data', listen);
  azurite.stderr.on('data', listen);
  azurite.on('exit', (code) => reject(new Error(`azurite ended with ${code}: ${output}`)));
});

const put = async (url, path, query, headers, body) => {
  const sent = { ...headers, 'x-ms-date': new Date().toUTCString(), 'x-ms-version': '2021-10-04' };
  const canonical = Object.keys(sent).sort().map((name) => `${name}:${sent[name]}\n`).join('');
  const resource = `/${account}/${account}/${path}${Object.entries(query).map(([name, value]) => `\n${name}:${value}`).join('')}`;
  const toSign = `PUT\n\n\n${body.length || ''}\n\napplication/octet-stream\n\n\n\n\n\n\n${canonical}${resource}`;
  const signature = createHmac('sha256', key).update(toSign, 'utf8').digest('base64');
  const address = new URL(`${url}/${path}`);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const answer = await fetch(address, {
    method: 'PUT',
    headers: { ...sent, 'Content-Type': 'application/octet-stream', Authorization: `SharedKey ${account}:${signature}` },
    body,
  });
  if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`);
};

const upload = async (url, name, folder) => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const path = relative(folder, file).split(sep).join('/');
    await put(url, `${container}/${name}/${path}`, {}, { 'x-ms-blob-type': 'BlockBlob' }, await readFile(file));
  }
};

const request = JSON.parse(await text(process.stdin));
const { azurite, url } = await startAzurite();
try {
  await put(url, container, { restype: 'container' }, {}, Buffer.alloc(0));
  for (const [name, folder] of Object.entries(request.tables)) await upload(url, name, folder);
  const connection = `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key.toString('base64')};BlobEndpoint=${url};`;
  const answer = {};
  for (const [name, query] of Object.entries(request.queries)) {
    const sql = query.replaceAll(/\{(\w+)\}/g, (_, table) => `deltaLakeAzure('${connection}', '${container}', '${table}/')`);
    const settings = 'SETTINGS output_format_json_quote_64bit_integers = 1, output_format_json_quote_decimals = 1, session_timezone = \'UTC\'';
    const lines = chdb.query(`${sql} ${settings}`, 'JSONCompactEachRow');
    answer[name] = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }
  process.stdout.write(JSON.stringify(answer));
} finally {
  azurite.kill();
}
