// Runs an emulated storage account until standard input ends, so that it never outlives the test process.
// argv:   folder to keep everything in; without one everything is kept in memory
// env:    AZURITE_ACCOUNTS as azurite itself reads it; AZURITE_CERTIFICATE and AZURITE_CERTIFICATE_KEY, files, for https and tokens of identities
// stdout: one line, { "blob": "http://127.0.0.1:PORT", "queue": ..., "table": ... }, once all three take requests
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('./node_modules/azurite/dist/src/azurite.js', import.meta.url));
const folder = process.argv[2];
const place = folder ? ['--location', folder] : ['--inMemoryPersistence'];
// Azurite takes free ports and says which.
const ports = ['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'];
const { AZURITE_CERTIFICATE: certificate, AZURITE_CERTIFICATE_KEY: key } = process.env;
const identities = certificate ? ['--oauth', 'basic', '--cert', certificate, '--key', key] : [];
const azurite = spawn(process.execPath, [main, ...ports, ...place, ...identities, '--disableTelemetry'], { stdio: ['ignore', 'pipe', 'pipe'] });

const endpoints = {};
let output = '';
let isSaid = false;
const listen = (chunk) => {
  if (isSaid) return;
  output += chunk;
  for (const [, service, url] of output.matchAll(/Azurite (\w+) service is successfully listening at (https?:\/\/[\d.]+:\d+)/g)) endpoints[service.toLowerCase()] = url;
  if (endpoints.blob && endpoints.queue && endpoints.table) {
    isSaid = true;
    process.stdout.write(`${JSON.stringify(endpoints)}\n`);
  }
};
azurite.stdout.on('data', listen);
azurite.stderr.on('data', listen);
azurite.on('exit', (code) => {
  if (!isSaid) process.stderr.write(`azurite ended with ${code}: ${output}`);
  process.exit(isSaid ? 0 : 1);
});
process.stdin.on('end', () => azurite.kill()).on('error', () => azurite.kill()).resume();
