// Holds the breaks that Specmatic reports against those that are meant.
//
//   node breaks.mjs BREAKS REPORT EXIT-CODE BASE
//
// BREAKS has a line per break: "METHOD /path | where | why", as this program names it when it is not there yet. A line that no
// break answers to any more is no mistake: what it is compared with moves on.
import { readFileSync } from 'node:fs';

const [breaksFile, reportFile, exitCode, base] = process.argv.slice(2);
const meant = new Set();
for (const line of readFileSync(breaksFile, 'utf8').split('\n')) {
  if (line.trim() === '' || line.startsWith('#')) continue;
  const parts = line.split('|').map((part) => part.trim());
  if (parts.length !== 3 || parts[2] === '') throw new Error(`not a break with its reason: ${line}`);
  meant.add(parts.slice(0, 2).join(' | '));
}

const report = readFileSync(reportFile, 'utf8');
const found = new Map();
let operation = '';
for (const line of report.split('\n')) {
  const api = /API: ([A-Z]+) (\/\S*)/.exec(line);
  if (api) operation = `${api[1]} ${api[2].replace(/\((\w+):[^)]*\)/g, '{$1}')}`;
  const where = /^\s*>> (.*?)(?: \([\w.]+:\d+:\d+\))?\s*$/.exec(line);
  if (where && operation !== '') found.set(`${operation} | ${where[1]}`, true);
}
const compatible = /\(COMPATIBLE\)/.test(report);
const failed = !compatible && exitCode !== '0';
if (failed && found.size === 0) {
  console.error(report);
  console.error('compatible: the check itself failed');
  process.exit(1);
}
if (!failed && !compatible) {
  console.error(report);
  console.error('compatible: the check said nothing that is understood here');
  process.exit(1);
}
const bad = failed ? [...found.keys()].filter((one) => !meant.has(one)) : [];
for (const one of bad) console.error(`breaks a promise of ${base}: ${one}`);
if (bad.length > 0) console.error(report);
console.log(`compatible: since ${base} ${found.size} breaks, ${bad.length} not meant`);
process.exit(bad.length === 0 ? 0 : 1);
