// The API as partners see it: HTTPS with client certificates, and in front of every route the scripted faults.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { spoil } from './faults.mjs';
import { Router, listen, send } from './http.mjs';
import { hostedLikaRoutes } from './hosted_lika.mjs';
import { institutionRoutes } from './institutions.mjs';

/// Route tables of the API's parts; each part is a file of its own.
const PARTS = [institutionRoutes, hostedLikaRoutes];

export async function startPartnerApi(world, { port, ca, certificate, key, maxTls }) {
    const router = new Router(PARTS.flatMap((part) => part(world)));
    const server = createServer({
        ca: readFileSync(ca), cert: readFileSync(certificate), key: readFileSync(key), requestCert: true,
        rejectUnauthorized: true, minVersion: 'TLSv1.2', maxVersion: maxTls,
    }, (request, response) => {
        serve(world, router, request, response).catch((error) => {
            console.error(`basispoort: ${error.message}`);
            if (!response.headersSent) send(response, { status: 500, type: 'text/plain', body: 'interne fout' });
        });
    });
    return listen(server, port);
}

async function serve({ faults, requests }, router, request, response) {
    const path = request.url.split('?')[0];
    const entry = {
        at: new Date().toISOString(), method: request.method, path, query: request.url.slice(path.length + 1), status: null,
        fault: null, client: request.socket.getPeerCertificate().subject?.CN ?? null,
    };
    requests.add(entry);
    const fault = faults.take(request.method, path);
    entry.fault = fault?.kind ?? null;
    if (fault?.delayMs) await wait(fault.delayMs);
    const answer = spoil(fault, await router.answer(request));
    entry.status = answer.status;
    if (!response.destroyed) send(response, answer);
}
