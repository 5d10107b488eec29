// A second OpenID provider, written from the specification with Node's own crypto only: it lets everyone in who asks, and
// hands out tokens that are wrong in one way each. POST /control {"kind": ..., "claims": {...}} sets the way; GET /control
// tells what was seen of the client.
import { createHash, createHmac, constants, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [readyFile, clientId, clientSecret] = process.argv.slice(2);
const b64 = (bytes) => Buffer.from(bytes).toString('base64url');

/// By way of PEM: tools/signin/provider.mjs says why.
function newKey() {
    const pem = generateKeyPairSync('rsa', {
        modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return { publicKey: createPublicKey(pem.publicKey), privateKey: createPrivateKey(pem.privateKey) };
}

let key = newKey();
let kid = 'k1';
let before = { key, kid };  // the last change
const evil = newKey();
let way = { kind: 'right', claims: {} };
const codes = new Map();
const seen = { token: 0, keys: 0, problems: [] };

const jwk = (pair, id) => ({ ...pair.publicKey.export({ format: 'jwk' }), kid: id, use: 'sig' });

function rs256(header, payload, privateKey) {
    const text = `${b64(JSON.stringify(header))}.${b64(payload)}`;
    return `${text}.${b64(sign('sha256', Buffer.from(text), { key: privateKey, padding: constants.RSA_PKCS1_PADDING }))}`;
}

function hs256(header, payload, secret) {
    const text = `${b64(JSON.stringify(header))}.${b64(payload)}`;
    return `${text}.${b64(createHmac('sha256', secret).update(text).digest())}`;
}

function idToken(nonce, issuer) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, sub: 'someone', nonce, iat: now, exp: now + 300, ...way.claims };
    const header = { alg: 'RS256', kid, typ: 'JWT' };
    const right = (changes = {}, more = {}) =>
        rs256({ ...header, ...more }, JSON.stringify({ ...claims, ...changes }), key.privateKey);
    const without = (name) => {
        const rest = { ...claims };
        delete rest[name];
        return rs256(header, JSON.stringify(rest), key.privateKey);
    };
    const payload = JSON.stringify(claims);
    const pem = key.publicKey.export({ type: 'spki', format: 'pem' });
    const ways = {
        right: () => right(),
        'nonce-other': () => right({ nonce: 'another' }),
        'nonce-none': () => without('nonce'),
        'alg-none': () => `${b64(JSON.stringify({ alg: 'none' }))}.${b64(payload)}.`,
        'hs256-public-key': () => hs256({ alg: 'HS256', kid }, payload, pem),
        'hs256-client-secret': () => hs256({ alg: 'HS256' }, payload, clientSecret),
        'kid-other': () => right({}, { kid: 'nobody' }),
        'key-other': () => rs256(header, payload, evil.privateKey),
        'key-before': () => rs256({ ...header, kid: before.kid }, payload, before.key.privateKey),
        jku: () => rs256({ ...header, jku: `${issuer}/evil` }, payload, evil.privateKey),
        x5u: () => rs256({ ...header, x5u: `${issuer}/evil` }, payload, evil.privateKey),
        jwk: () => rs256({ ...header, jwk: jwk(evil, kid) }, payload, evil.privateKey),
        crit: () => right({}, { crit: ['exp'] }),
        expired: () => right({ iat: now - 500, exp: now - 120 }),
        'not-yet': () => right({ nbf: now + 300 }),
        future: () => right({ iat: now + 300, exp: now + 600 }),
        old: () => right({ iat: now - 3600 }),
        'exp-none': () => without('exp'),
        'exp-text': () => right({ exp: String(now + 300) }),
        'aud-other': () => right({ aud: 'another-client' }),
        'aud-several': () => right({ aud: [clientId, 'another-client'] }),
        'azp-other': () => right({ azp: 'another-client' }),
        'iss-other': () => right({ iss: 'https://evil.example' }),
        'sub-none': () => without('sub'),
        'claim-twice': () => rs256(header, payload.replace('{', '{"basispoort_id":9101,'), key.privateKey),
        'id-malformed': () => right({ basispoort_id: 'bp:9001' }),
        'schools-empty': () => right({ instellingen: [] }),
        nobody: () => without('basispoort_id'),
        huge: () => right({ padding: 'x'.repeat(1024 * 1024) }),
        large: () => right({ padding: 'x'.repeat(20 * 1024) }),
        garbage: () => 'not.a.token',
    };
    return ways[way.kind]();
}

function check(form, request, grant) {
    const [scheme, credentials] = (request.headers.authorization ?? '').split(' ');
    // Id and secret are form-encoded before they are joined (RFC 6749 2.3.1).
    const given = Buffer.from(credentials ?? '', 'base64').toString().split(':').map((part) => new URLSearchParams(`x=${part}`).get('x'));
    if (scheme !== 'Basic' || given[0] !== clientId || given[1] !== clientSecret || given.length !== 2) return 'client authentication';
    if (form.get('grant_type') !== 'authorization_code') return 'grant_type';
    if (!grant) return 'code';
    if (form.get('redirect_uri') !== grant.redirect) return 'redirect_uri';
    if (b64(createHash('sha256').update(form.get('code_verifier') ?? '').digest()) !== grant.challenge) return 'code_verifier';
    return '';
}

async function bodyOf(request) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
}

const server = createServer(async (request, response) => {
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const url = new URL(request.url, issuer);
    const answer = (status, value) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(value));
    };
    if (url.pathname === '/.well-known/openid-configuration') {
        answer(200, {
            issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`,
            response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
        });
    } else if (url.pathname === '/authorize') {
        const asked = url.searchParams;
        for (const [name, value] of [['response_type', 'code'], ['client_id', clientId], ['code_challenge_method', 'S256']]) {
            if (asked.get(name) !== value) seen.problems.push(name);
        }
        if (!asked.get('scope')?.split(' ').includes('openid')) seen.problems.push('scope');
        const code = b64(randomBytes(16));
        codes.set(code, { nonce: asked.get('nonce'), redirect: asked.get('redirect_uri'), challenge: asked.get('code_challenge') });
        const back = new URL(asked.get('redirect_uri'));
        back.searchParams.set('state', asked.get('state'));
        if (way.kind === 'denied') back.searchParams.set('error', 'access_denied');
        else back.searchParams.set('code', code);
        if (way.kind === 'mixed-up') back.searchParams.set('iss', 'https://evil.example');
        response.writeHead(302, { Location: back.href });
        response.end();
    } else if (url.pathname === '/token') {
        ++seen.token;
        const form = new URLSearchParams(await bodyOf(request));
        const grant = codes.get(form.get('code'));
        codes.delete(form.get('code'));
        const problem = check(form, request, grant);
        if (problem) seen.problems.push(problem);
        if (way.kind === 'token-500') answer(500, {});
        else if (way.kind === 'token-slow') return;  // never answers
        else if (way.kind === 'token-text') response.end('<html>not JSON</html>');
        else if (way.kind === 'token-none') answer(200, { access_token: 'x' });
        else if (problem) answer(400, { error: 'invalid_grant' });
        else answer(200, { access_token: 'x', token_type: 'Bearer', id_token: idToken(grant.nonce, issuer) });
    } else if (url.pathname === '/keys') {
        ++seen.keys;
        answer(200, { keys: [jwk(key, kid)] });
    } else if (url.pathname === '/control') {
        if (request.method === 'POST') way = { claims: {}, ...JSON.parse(await bodyOf(request)) };
        if (way.kind === 'rotate') {
            before = { key, kid };
            key = newKey();
            kid = `k${Number(kid.slice(1)) + 1}`;
            way.kind = 'right';
        }
        answer(200, seen);
    } else {
        answer(404, {});
    }
});

server.listen(0, '127.0.0.1', () => {
    writeFileSync(`${readyFile}.new`, JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
    renameSync(`${readyFile}.new`, readyFile);
});
