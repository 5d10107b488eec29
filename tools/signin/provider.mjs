// The OpenID provider itself: the npm package oidc-provider, set up as Basispoort's sign-in might be.
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { claimsOf } from './people.mjs';

/// By way of PEM: Node 20 holds a new key's lock while it exports it as JWK, and waits for itself for ever when the garbage
/// collector comes by just then and clears away what made the key.
function newKey(type, options) {
    const pem = generateKeyPairSync(type, {
        ...options, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return createPrivateKey(pem.privateKey).export({ format: 'jwk' });
}

function signingKeys() {
    const rsa = newKey('rsa', { modulusLength: 2048 });
    const ec = newKey('ec', { namedCurve: 'P-256' });
    return { keys: [{ ...rsa, use: 'sig', kid: 'rsa-1' }, { ...ec, use: 'sig', kid: 'ec-1', alg: 'ES256' }] };
}

/// `callbacks`: on loopback without port, since a native client's port is free (RFC 8252 §7.3).
export async function makeProvider({ issuer, clientId, clientSecret, algorithm, callbacks, people }) {
    const { Provider, interactionPolicy } = await import('oidc-provider');
    const { Check, base } = interactionPolicy;
    const policy = base();
    // Everyone is asked every time who to be: the demonstration is for trying out several.
    policy.get('login').checks.add(new Check('choose', 'choose a person', (ctx) =>
        ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT));
    return new Provider(issuer, {
        clients: [{
            client_id: clientId,
            client_secret: clientSecret,
            redirect_uris: callbacks,
            application_type: 'native',
            response_types: ['code'],
            grant_types: ['authorization_code'],
            token_endpoint_auth_method: 'client_secret_basic',
            id_token_signed_response_alg: algorithm,
        }],
        enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256'] },
        jwks: signingKeys(),
        cookies: { keys: [randomBytes(32).toString('hex')] },
        claims: { openid: ['sub', 'basispoort_id', 'eck_id', 'instellingen'] },
        conformIdTokenClaims: false,
        pkce: { required: () => true },
        features: { devInteractions: { enabled: false } },
        interactions: { policy, url: (_ctx, interaction) => `/choose/${interaction.uid}` },
        findAccount: (_ctx, id) => {
            const person = people.get(id);
            return person && { accountId: id, claims: () => claimsOf(person) };
        },
        // Consent is given with the school's contract, not on a page.
        async loadExistingGrant(ctx) {
            const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
            grant.addOIDCScope('openid');
            await grant.save();
            return grant;
        },
        ttl: { AuthorizationCode: 60, IdToken: 300, AccessToken: 300, Interaction: 900, Session: 900, Grant: 900 },
    });
}
