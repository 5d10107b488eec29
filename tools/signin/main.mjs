// Stand-in for Basispoort's sign-in: README.md beside this file says what it does and does not.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { choosePage } from './choose_page.mjs';
import { readPeople } from './people.mjs';
import { makeProvider } from './provider.mjs';

const LARGEST_FORM = 4096;

const usage = `usage: node main.mjs --client-secret-file FILE [--client-id ID] [--people FILE] [--alg RS256|PS256|ES256]
                     [--port N] [--ready-file FILE]

  --client-secret-file FILE  one line; the client's secret
  --client-id ID             sleutelbos (default)
  --people FILE              JSON list of {id, name, about, basispoortId, eckId, schools}; none: the demonstration's
  --alg A                    signs id_tokens with it (RS256)
  --port N                   on 127.0.0.1; 0 (default): a free one
  --ready-file FILE          gets the line that is also printed when the port is open`;

function options() {
    const text = (fallback) => ({ type: 'string', default: fallback });
    const { values } = parseArgs({
        options: {
            'client-id': text('sleutelbos'), 'client-secret-file': text(''), people: text(''), alg: text('RS256'),
            port: text('0'), 'ready-file': text(''), help: { type: 'boolean', short: 'h', default: false },
        },
    });
    if (values.help) {
        console.log(usage);
        process.exit(0);
    }
    if (!values['client-secret-file']) throw new Error('--client-secret-file is missing');
    if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port must be a port number');
    return values;
}

async function readForm(request) {
    let text = '';
    for await (const chunk of request) {
        text += chunk;
        if (text.length > LARGEST_FORM) throw new Error('the form is too large');
    }
    return new URLSearchParams(text);
}

/// The page that oidc-provider leaves to us; everything else is its own.
async function choose(provider, people, request, response) {
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
        response.end(choosePage(people, uid));
        return;
    }
    const person = (await readForm(request)).get('person');
    // A native client would be asked for consent as well.
    const result = people.has(person) ? { login: { accountId: person }, consent: {} } : { error: 'access_denied' };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/// Nobody is remembered but for signing out: before another person's sign-in oidc-provider would sign the one before out, by a
/// page that needs a script.
function forgetSession(request) {
    if (!request.headers.cookie || request.url.startsWith('/session/')) return;
    request.headers.cookie = request.headers.cookie.split(/; */).filter((pair) => !pair.startsWith('_session')).join('; ');
}

function listen(server, port) {
    return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => resolve(server.address().port));
    });
}

async function main() {
    let given;
    try {
        given = options();
    } catch (error) {
        console.error(`signin: ${error.message}\n${usage}`);
        process.exit(2);
    }
    // What oidc-provider uses and Node 20 does not have yet.
    URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
    const people = readPeople(given.people);
    let answer;
    const server = createServer((request, response) => answer(request, response));
    const port = await listen(server, Number(given.port));
    const issuer = `http://127.0.0.1:${port}`;
    const provider = await makeProvider({
        issuer, people, algorithm: given.alg, clientId: given['client-id'],
        clientSecret: readFileSync(given['client-secret-file'], 'utf8').trim(),
        callbacks: ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}/auth/callback`),
    });
    const ownRoutes = provider.callback();
    answer = (request, response) => {
        forgetSession(request);
        if (!request.url.startsWith('/choose/')) {
            ownRoutes(request, response);
            return;
        }
        choose(provider, people, request, response).catch((error) => {
            console.error(`signin: ${error.message}`);
            response.writeHead(400, { 'Content-Type': 'text/plain; charset=utf-8' });
            response.end('Begin opnieuw met inloggen.\n');
        });
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

    const ready = JSON.stringify({ url: issuer, port });
    if (given['ready-file']) {
        // Under its own name only when it is whole: somebody waits for it.
        writeFileSync(`${given['ready-file']}.new`, `${ready}\n`, { mode: 0o600 });
        renameSync(`${given['ready-file']}.new`, given['ready-file']);
    }
    console.log(ready);
}

main().catch((error) => {
    console.error(`signin: ${error.message}`);
    process.exit(1);
});
