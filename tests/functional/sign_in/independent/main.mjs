// oauth2-mock-server as an OpenID provider: written by others than tools/signin's, so that what both let through is what the
// standards say. node main.mjs READY_FILE ALGORITHM CLAIMS
import { renameSync, writeFileSync } from 'node:fs';
import { OAuth2Server } from 'oauth2-mock-server';

const [readyFile, algorithm, claims] = process.argv.slice(2);
const server = new OAuth2Server();
await server.issuer.keys.generate(algorithm);
server.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, JSON.parse(claims)));
await server.start(undefined, '127.0.0.1');
writeFileSync(`${readyFile}.new`, JSON.stringify({ url: server.issuer.url }));
renameSync(`${readyFile}.new`, readyFile);
