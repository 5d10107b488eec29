// Holds what Specmatic found against what is explained.
//
//   node judge.mjs EXPLAINED REPORT...     reports: JUnit XML
//
// A finding is an operation, whether the request was right (+) or wrong on purpose (-), the status that the contract has for it
// and the one that came, or `body` for an answer of another shape. Requests are generated anew each time, so how many of
// them find the same does not count.
import { readFileSync } from 'node:fs';

const [explainedFile, ...reports] = process.argv.slice(2);
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const plain = (text) =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (_, decimal, hex, name) =>
    name ? entities[name] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));

/// `{ name, failure }` of each test case; failure is null for one that went well.
function cases(report) {
  const found = [];
  for (const [, attributes, body] of report.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    const name = plain(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? '');
    const failure = /<(?:failure|error)\b([^>]*)>([\s\S]*?)<\/(?:failure|error)>/.exec(body ?? '');
    const message = failure && /\bmessage="([^"]*)"/.exec(failure[1]);
    found.push({ name, failure: failure && plain(message ? message[1] : failure[2]) });
  }
  return found;
}

function findingOf({ name, failure }) {
  const operation = /^API: ([A-Z]+) (\/\S*) -> (\w+)/m.exec(failure);
  if (!operation) throw new Error(`not a finding about an operation: ${name}\n${failure}`);
  const path = operation[2].replace(/\((\w+):\w+\)/g, '{$1}');
  const status = /response contained status (\d+)|but received (\d+)/.exec(failure);
  const right = !/(^|> )-ve /.test(name);
  return `${operation[1]} ${path} | ${right ? '+' : '-'} | ${right ? operation[3] : '4xx'} | ${status ? status[1] ?? status[2] : 'body'}`;
}

const explained = new Map();
for (const line of readFileSync(explainedFile, 'utf8').split('\n')) {
  if (line.trim() === '' || line.startsWith('#')) continue;
  const parts = line.split('|').map((part) => part.trim());
  if (parts.length !== 5 || parts[4] === '') throw new Error(`not an explanation: ${line}`);
  if (/^(5|body)/.test(parts[3])) throw new Error(`no explanation for this is good enough: ${line}`);
  explained.set(parts.slice(0, 4).join(' | '), parts[4]);
}

const findings = new Map();
let tests = 0;
for (const file of reports) {
  const all = cases(readFileSync(file, 'utf8'));
  if (all.length === 0) throw new Error(`${file} has no test in it`);
  tests += all.length;
  for (const one of all.filter((each) => each.failure !== null)) {
    const finding = findingOf(one);
    if (!findings.has(finding)) findings.set(finding, []);
    findings.get(finding).push(one);
  }
}

let bad = 0;
for (const [finding, ones] of findings) {
  if (explained.has(finding)) continue;
  ++bad;
  console.error(`not explained: ${finding}  (${ones.length} times)\n  ${ones[0].name.trim()}\n${ones[0].failure.replace(/^/gm, '    ')}`);
}
for (const finding of explained.keys()) {
  if (findings.has(finding)) continue;
  ++bad;
  console.error(`explained, but does not happen any more: ${finding}`);
}
const failed = [...findings.values()].reduce((sum, ones) => sum + ones.length, 0);
console.log(`contract: ${tests} requests, ${failed} otherwise than the contract, ${findings.size} kinds of them, ${bad} not explained`);
process.exit(bad === 0 ? 0 : 1);
