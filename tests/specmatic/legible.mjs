// What Specmatic 2.55 cannot read in a contract, said in another way that means the same to it.
//
//   node legible.mjs FILE       rewrites the file
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parse, stringify } from 'yaml';

export const read = (file) => parse(readFileSync(file, 'utf8'));
/// YAML 1.1's truth values are quoted: Specmatic takes an `on` for one.
export const write = (file, spec) => writeFileSync(file, stringify(spec, { aliasDuplicateObjects: false, version: '1.1' }));

export function legible(spec) {
  for (const item of Object.values(spec.paths)) {
    for (const operation of Object.values(item)) {
      // Of XML it wants to know each element; EDEXML's are in its XSD, and tests/unit/roster_sync has them.
      const body = operation.requestBody?.content;
      if (body?.['application/xml']) {
        body['application/octet-stream'] = body['application/xml'];
        delete body['application/xml'];
      }
    }
  }
  const walk = (node) => {
    if (node === null || typeof node !== 'object') return;
    // It takes an int32 for any number.
    if (node.format === 'int32') Object.assign(node, { minimum: node.minimum ?? -(2 ** 31), maximum: node.maximum ?? 2 ** 31 - 1 });
    // Contracts of before 0031 did not name it.
    if (node.nullable === true && Array.isArray(node.enum) && !node.enum.includes(null)) node.enum.push(null);
    Object.values(node).forEach(walk);
  };
  walk(spec);
  // It has no words for a key in a cookie; tests/functional/sign_in has.
  delete spec.components.securitySchemes.session;
  const withoutSession = (security) => {
    if (security === undefined) return undefined;
    // Of "this or nothing" it takes the first to be needed.
    if (security.some((one) => Object.keys(one).length === 0)) return [];
    return security.filter((one) => !('session' in one));
  };
  spec.security = withoutSession(spec.security);
  for (const item of Object.values(spec.paths)) {
    for (const operation of Object.values(item)) {
      if (operation.security) operation.security = withoutSession(operation.security);
    }
  }
  return spec;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) write(process.argv[2], legible(read(process.argv[2])));
