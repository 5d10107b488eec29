// The control of the stand-in: plain HTTP on loopback, for tests and curious developers. README.md lists the routes.
import { createServer } from 'node:http';
import { Refusal, Router, empty, json, listen, readJson, readText, send } from './http.mjs';
import { parseLines } from './roster.mjs';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function routes({ roster, consent, faults, lika, requests }) {
    const refuse = (work) => {
        try {
            return work();
        } catch (error) {
            throw new Refusal(400, error.message);
        }
    };
    return [
        ['GET', /^\/faults$/, () => json(faults.list())],
        ['POST', /^\/faults$/, async ({ request }) => {
            const script = await readJson(request);
            return json(refuse(() => faults.add(script ?? {})), 201);
        }],
        ['DELETE', /^\/faults$/, () => (faults.clear(), empty())],
        ['GET', /^\/requests$/, () => json(requests.list())],
        ['DELETE', /^\/requests$/, () => (requests.clear(), empty())],
        ['GET', /^\/schools$/, () => json(roster.ids())],
        ['PUT', /^\/schools\/(\d+)$/, async ({ request, params: [id] }) => {
            const text = await readText(request);
            const records = refuse(() => parseLines(text));
            const school = Number(id);
            if (!records.every((record) => record?.schoolId === school)) {
                throw new Refusal(400, 'every record must be of the school in the address');
            }
            roster.replace(school, records);
            return json({ records: records.length });
        }],
        ['DELETE', /^\/schools\/(\d+)$/, ({ params: [id] }) => (roster.remove(Number(id)), empty())],
        ['PUT', /^\/consent\/(\d+)$/, async ({ request, params: [id] }) => {
            const { granted, date } = (await readJson(request)) ?? {};
            if (typeof granted !== 'boolean' || !DATE.test(date)) {
                throw new Refusal(400, 'expects {"granted": true or false, "date": "yyyy-mm-dd"}');
            }
            consent.set(Number(id), granted, date);
            return empty();
        }],
        ['GET', /^\/lika$/, () => json(lika.view())],
        ['PUT', /^\/lika\/unknown$/, async ({ request }) => {
            const keys = await readJson(request);
            if (!Array.isArray(keys)) throw new Refusal(400, 'expects a list of ids and ECK iDs');
            lika.setUnknown(keys);
            return empty();
        }],
    ];
}

export async function startControl(world, port) {
    const router = new Router(routes(world));
    const server = createServer((request, response) => {
        router.answer(request).then((answer) => send(response, answer)).catch((error) => {
            console.error(`basispoort: ${error.message}`);
            send(response, { status: 500, type: 'text/plain', body: 'internal error' });
        });
    });
    return listen(server, port);
}
