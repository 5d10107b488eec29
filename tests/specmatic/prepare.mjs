// openapi.yaml as Specmatic is to run it: a file per kind of caller, with the operations that are theirs, the contract's own
// examples, and ids of the demonstration in them.
//
//   node prepare.mjs OPENAPI FOLDER       reads API, COORDINATOR, HELPDESK and MACHINE (tokens) from the environment
//
// What it changes in the contract, and why, is below; everything else is left as it is.
import { legible, read, write } from './legible.mjs';
import { Caller, makeWorld } from './world.mjs';

const [contractFile, folder] = process.argv.slice(2);
const { API, COORDINATOR, HELPDESK, MACHINE } = process.env;

/// Operations that are not asked here, and where they are.
const elsewhere = new Map([
  ['getSession', 'needs a browser that signed in: tests/functional/sign_in'],
  ['chooseSchool', 'needs a browser that signed in: tests/functional/sign_in'],
  ['importEdexml', 'Specmatic cannot send a given XML file: tests/unit/roster_sync, tests/fuzz'],
]);

/// Who asks an operation.
function callerOf(operation) {
  const roles = operation['x-roles'] ?? [];
  if (elsewhere.has(operation.operationId)) return null;
  if (operation.servers || operation.operationId === 'getToken') return 'anybody';
  if (roles.includes('coordinator')) return 'coordinator';
  return operation['x-scopes'].length > 0 ? 'machine' : 'helpdesk';
}

function valueFor(path, name, world) {
  if (name === 'licenceId' && /\/(seats|waiting)/.test(path)) return world.seatLicenceId;
  if (name === 'personId' && /\/seats\//.test(path)) return world.seatPersonId;
  if (name === 'reconcileId' && !path.startsWith('/schools')) return world.reconcileAllId;
  return world[name];
}

/// The same example with what it names replaced by what exists.
function withIds(value, world, key) {
  if (Array.isArray(value)) return key === 'ids' ? [world.proposalId] : value.map((item) => withIds(item, world));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withIds(inner, world, name)]));
  return typeof value === 'string' && value !== '' && key in world ? world[key] : value;
}

const resolve = (spec, node) => {
  if (!node?.$ref) return node;
  return node.$ref.slice(2).split('/').reduce((at, name) => at[name], spec);
};

function prepare(spec, path, operation, world) {
  const given = (value) => ({ given: { value } });
  const parameters = [];
  for (const reference of operation.parameters ?? []) {
    const parameter = structuredClone(resolve(spec, reference));
    const example = parameter.example;
    delete parameter.example;
    // Opaque, or about an answer that came before: a made-up one is refused, as it must be.
    if (['cursor', 'If-Match', 'Idempotency-Key'].includes(parameter.name)) continue;
    const needed = parameter.in === 'path' || parameter.required;
    if (needed) parameter.examples = given(valueFor(path, parameter.name, world) ?? example);
    parameters.push(parameter);
  }
  operation.parameters = parameters;
  for (const content of Object.values(operation.requestBody?.content ?? {})) {
    content.examples = given(withIds(content.example, world));
    delete content.example;
  }
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith('2')) continue;
    // Specmatic asks for any media type, and then the answer is the page.
    if (response.content['text/html']) delete response.content['application/json'];
    for (const content of Object.values(response.content)) {
      content.examples = given(content.example);
      delete content.example;
    }
  }
  delete operation.servers; // the base address is given by hand
}

const world = await makeWorld({
  coordinator: new Caller(API, COORDINATOR),
  helpdesk: new Caller(API, HELPDESK),
  machine: new Caller(API, MACHINE),
});
Object.assign(world, { client_id: 'contract-run', client_secret: process.env.SECRET });
for (const caller of ['anybody', 'coordinator', 'helpdesk', 'machine']) {
  const spec = read(contractFile);
  let count = 0;
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (callerOf(operation) !== caller) delete item[method];
      else prepare(spec, path, operation, world), ++count;
    }
    if (Object.keys(item).length === 0) delete spec.paths[path];
  }
  spec.servers = [{ url: '/' }];
  write(`${folder}/${caller}.yaml`, legible(spec));
  console.error(`${caller}: ${count} operations`);
}
